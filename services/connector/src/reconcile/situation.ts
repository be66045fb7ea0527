/** Where an entry of the inbox stands: what it is mapped to, what was sent, and the decision about it. */
import type { Digested } from '../digest.ts';
import { planPhoneChange } from '@anchorage/reconcile';
import type { PhoneAction } from '@anchorage/reconcile';
import type { Collection, InboxRow, Mapping, StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Desk } from './desk.ts';
import { homeOf } from './frame.ts';
import type { Frame } from './frame.ts';
import type { SeriesBook } from './series-book.ts';

export interface Sent {
  readonly view: string;
  readonly uid: string | null;
  readonly recurrenceId: string;
}

export interface Situation {
  readonly action: PhoneAction;
  readonly mapping: Mapping | null;
  /** The mapped item, living or not, if it belongs to this datastore's collections. */
  readonly item: StoredItem | null;
  readonly collection: Collection | null;
  /** For `add-occurrence`. */
  readonly series: StoredItem | null;
}

/** Reads what was sent. A Delete has nothing to read. */
export function readSent({ pim, capabilities }: Frame, row: InboxRow): Digested<Sent> {
  const { data } = row;
  if (data === null) return { ok: false, reason: 'empty' };
  return digest(() => {
    const view = pim.readPhone(data, row.contentType, capabilities);
    return { view, ...pim.identify(view) };
  });
}

/** `last`: nothing more will come; a series not known by now will not be known. */
export async function assess(
  desk: Desk,
  frame: Frame,
  book: SeriesBook,
  row: InboxRow,
  mapping: Mapping | null,
  sent: Sent | null,
  last: boolean,
): Promise<Situation> {
  const item = mapping === null ? null : await desk.item(mapping.itemId);
  const collection = frame.collections.find(({ id }) => id === item?.collectionId) ?? null;
  const living = mapping !== null && item !== null && collection !== null && isThere(frame, item, mapping);
  const detached = mapping === null && sent !== null && sent.recurrenceId !== '' && sent.uid !== null;
  const series = detached ? await book.find(desk, sent.uid ?? '') : null;
  const action = planPhoneChange({
    command: row.command,
    mapped: mapping === null ? 'none' : living ? 'living' : 'gone',
    withdrawn: mapping?.withdrawn ?? false,
    occurrence:
      mapping === null ? occurrenceOf(detached, series, last) : mappedOccurrence(frame, item, mapping),
    phone: !living && isSaidAgain(frame, mapping, item, sent) ? 'same' : 'changed',
    cloud: living && row.command === 'delete' && isNews(frame, item, mapping) ? 'changed' : 'same',
    writable:
      living || series !== null || (row.command === 'delete' && collection !== null)
        ? !(collection ?? collectionOf(frame, series))?.readOnly
        : sent === null
          ? frame.homes.size > 0
          : homeOf(frame, sent.view) !== null,
    policy: frame.policy,
  });
  return { action, mapping, item: living || collection !== null ? item : null, collection, series };
}

function occurrenceOf(
  detached: boolean,
  series: StoredItem | null,
  last: boolean,
): 'none' | 'series' | 'series-unknown' {
  if (!detached) return 'none';
  if (series !== null) return 'series';
  return last ? 'none' : 'series-unknown';
}

function mappedOccurrence(
  frame: Frame,
  item: StoredItem | null,
  mapping: Mapping,
): 'none' | 'series' | 'stand-in' {
  if (mapping.recurrenceId !== '') return 'series';
  return item !== null && standInOf(frame, item, mapping) !== '' ? 'stand-in' : 'none';
}

/** The occurrence that this phone has in place of the series; '' when it has the thing itself. */
export function standInOf({ pim, capabilities }: Frame, item: StoredItem, mapping: Mapping): string {
  const shown = digest(() => pim.shownOccurrence(item.body, mapping.recurrenceId, capabilities));
  return shown.ok ? shown.value : '';
}

function collectionOf(frame: Frame, item: StoredItem | null): Collection | null {
  return frame.collections.find(({ id }) => id === item?.collectionId) ?? null;
}

function isThere({ pim }: Frame, item: StoredItem, mapping: Mapping): boolean {
  if (item.deleted) return false;
  const there = digest(() => pim.occurrences(item.body).includes(mapping.recurrenceId));
  return there.ok && there.value;
}

/** Is it what the phone was known to show, of an item that we know of and that has gone? */
function isSaidAgain(
  { pim, capabilities, collections }: Frame,
  mapping: Mapping | null,
  item: StoredItem | null,
  sent: Sent | null,
): boolean {
  const view = mapping?.view ?? null;
  if (view === null || sent === null || !collections.some(({ id }) => id === item?.collectionId))
    return false;
  const same = digest(() => pim.sameOnPhone(view, sent.view, capabilities));
  return same.ok && same.value;
}

/** Would the phone see something else than it was last shown? */
function isNews({ shown: { pim, capabilities } }: Frame, item: StoredItem, mapping: Mapping): boolean {
  const { view, recurrenceId } = mapping;
  if (item.revision <= mapping.revision) return false;
  if (view === null) return true;
  const same = digest(() =>
    pim.sameOnPhone(pim.image(item.body, recurrenceId, capabilities).view, view, capabilities),
  );
  return !same.ok || !same.value;
}
