/** What is to be sent about each item and occurrence: images and decisions, no rows. */
import { planOutgoing } from '@anchorage/reconcile';
import type { OutgoingAction, OutgoingSituation } from '@anchorage/reconcile';
import type { PhoneImage } from '@anchorage/pim';
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { isHeld } from './frame.ts';
import type { Frame } from './frame.ts';

export interface OutgoingStep {
  readonly action: Exclude<OutgoingAction, 'none'>;
  readonly item: StoredItem;
  readonly recurrenceId: string;
  readonly mapping: Mapping | null;
  /** For `add` and `replace`. */
  readonly image: PhoneImage | null;
}

export interface OutgoingPlan {
  readonly steps: readonly OutgoingStep[];
  /** Items that cannot be written for this phone: left out, the rest goes on. */
  readonly unfit: number;
}

export function planItems(
  frame: Frame,
  items: readonly StoredItem[],
  mappings: readonly Mapping[],
): OutgoingPlan {
  const byItem = Map.groupBy(mappings, ({ itemId }) => itemId);
  const steps: OutgoingStep[] = [];
  let unfit = 0;
  for (const item of items) {
    const own = byItem.get(item.id) ?? [];
    const living = occurrencesOf(frame, item);
    if (living === null) {
      unfit += 1;
      continue;
    }
    const all = new Set([...living, ...own.map(({ recurrenceId }) => recurrenceId)]);
    for (const recurrenceId of all) {
      const mapping = own.find((entry) => entry.recurrenceId === recurrenceId) ?? null;
      const step = planOne(frame, item, recurrenceId, mapping, living.has(recurrenceId));
      if (step === 'unfit') unfit += 1;
      else if (step !== null) steps.push(step);
    }
  }
  return { steps, unfit };
}

/** Empty when it is deleted or of another kind; null when it cannot be read. */
function occurrencesOf(frame: Frame, { body, deleted }: StoredItem): ReadonlySet<string> | null {
  if (deleted || !isHeld(frame, body)) return new Set();
  const ids = digest(() => frame.pim.occurrences(body));
  return ids.ok ? new Set(ids.value) : null;
}

function planOne(
  { part, pim, capabilities }: Frame,
  item: StoredItem,
  recurrenceId: string,
  mapping: Mapping | null,
  living: boolean,
): OutgoingStep | 'unfit' | null {
  const image = living ? digest(() => pim.image(item.body, recurrenceId, capabilities)) : null;
  if (image?.ok === false) return 'unfit';
  const view = mapping?.view ?? null;
  const same =
    image === null || view === null
      ? null
      : digest(() => pim.sameOnPhone(image.value.view, view, capabilities));
  const action = planOutgoing({
    syncType: part.syncType,
    mapping: mappingState(mapping),
    item: living ? 'living' : 'gone',
    onPhone: same?.ok === true && same.value ? 'same' : 'different',
    news: mapping === null || item.revision > mapping.revision,
  });
  return action === 'none' ? null : { action, item, recurrenceId, mapping, image: image?.value ?? null };
}

function mappingState(mapping: Mapping | null): OutgoingSituation['mapping'] {
  if (mapping === null) return 'none';
  if (mapping.luid === null) return 'waiting';
  return mapping.pending ? 'pending' : 'known';
}
