/** What is to be sent about each item and occurrence: images and decisions, no rows. */
import { syncTypes } from '@anchorage/model';
import { planOutgoing } from '@anchorage/reconcile';
import type { OutgoingAction, OutgoingSituation } from '@anchorage/reconcile';
import type { PhoneImage } from '@anchorage/pim';
import type { Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { filterSide } from './filter-side.ts';
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

/** Items that this phone has been served already, and are looked at again because it asks for others now. */
export interface SecondLook {
  /** Up to which revision it has been served. */
  readonly served: number;
  /** It has the properties it is to have of each. */
  readonly sameFields: boolean;
}

export function planItems(
  frame: Frame,
  items: readonly StoredItem[],
  mappings: readonly Mapping[],
  again: SecondLook | null = null,
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
      if (mapping !== null && isAside(frame, item, mapping)) continue;
      if (again !== null && isSettled(frame, item, recurrenceId, mapping, again)) continue;
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

/**
 * Nothing has happened to it: what the phone has of it stays as it is, and what waits for its owner's word, or for the
 * item's next change, goes on waiting.
 */
function isSettled(
  frame: Frame,
  { body, revision }: StoredItem,
  recurrenceId: string,
  mapping: Mapping | null,
  { served, sameFields }: SecondLook,
): boolean {
  if (mapping === null || mapping.pending || revision > served) return false;
  if (mapping.luid === null) return true;
  if (!sameFields || revision > mapping.revision) return false;
  return filterSide(frame, body, recurrenceId, mapping.luid) === 'inside';
}

/**
 * Refused too often as it is: sent again when it has changed, or when its owner wants it tried. A phone that refreshes has
 * dropped all it had, and is asked once more.
 */
function isAside({ part }: Frame, { revision }: StoredItem, { aside }: Mapping): boolean {
  return aside !== null && revision <= aside && part.syncType !== syncTypes.refreshFromServer;
}

function planOne(
  frame: Frame,
  item: StoredItem,
  recurrenceId: string,
  mapping: Mapping | null,
  living: boolean,
): OutgoingStep | 'unfit' | null {
  const { part, shown } = frame;
  const { pim, capabilities } = shown;
  const held = !living && item.deleted && (mapping?.hold === 'held' || mapping?.hold === 'kept');
  const image = living || held ? digest(() => pim.image(item.body, recurrenceId, capabilities)) : null;
  if (image?.ok === false) return 'unfit';
  const view = mapping?.view ?? null;
  const same =
    image === null || view === null
      ? null
      : digest(() => pim.sameOnPhone(image.value.view, view, capabilities));
  const action = planOutgoing({
    syncType: part.syncType,
    mapping: mappingState(mapping),
    item: living ? 'living' : held ? 'held' : 'gone',
    onPhone: same?.ok === true && same.value ? 'same' : 'different',
    news: mapping === null || item.revision > mapping.revision,
    filter: living ? filterSide(frame, item.body, recurrenceId, mapping?.luid ?? null) : 'inside',
  });
  return action === 'none'
    ? null
    : { action, item, recurrenceId, mapping, image: carries(action) ? (image?.value ?? null) : null };
}

function carries(action: OutgoingAction): boolean {
  return action === 'add' || action === 'replace';
}

function mappingState(mapping: Mapping | null): OutgoingSituation['mapping'] {
  if (mapping === null) return 'none';
  if (mapping.luid === null) return 'waiting';
  if (mapping.withdrawn) return 'withdrawn';
  return mapping.pending ? 'pending' : 'known';
}
