/** A calendar resource: one master and the occurrences that were changed, all with one UID (RFC 4791 4.1). */
import { PimError } from '../pim-error.ts';
import { lineOf, paramValue, type Component } from '../text/content-line.ts';
import { readBody, type ItemName } from '../calendar/calendar-text.ts';
import { instantOf, readTime, timeOfText } from '../calendar/calendar-time.ts';
import { digits } from '../calendar/stamp.ts';
import { userZone } from '../calendar/zone-library.ts';
import { zoneBook, type ZoneBook } from '../calendar/zone-book.ts';
import { readView, type EventView } from './view.ts';

export interface Resource {
  readonly calendar: Component;
  readonly book: ZoneBook;
  /** Missing when the resource holds changed occurrences only, as invitations to one occurrence do. */
  readonly master: Component | undefined;
  readonly overrides: readonly Override[];
}

export interface Override {
  /** RECURRENCE-ID as written, without parameters. */
  readonly id: string;
  readonly item: Component;
}

/** Throws `unreadable` when there is no such item in the body. Local times without zone are taken in `timeZone`. */
export function readResource(body: string, timeZone: string, name: ItemName = 'VEVENT'): Resource {
  const { calendar, items } = readBody(body, name);
  const overrides = new Map<string, Override>();
  let master: Component | undefined;
  for (const item of items) {
    const id = recurrenceIdOf(item);
    if (id === '') master ??= item;
    else overrides.set(id, { id, item });
  }
  return {
    calendar,
    book: zoneBook(calendar, userZone(timeZone)),
    master,
    overrides: [...overrides.values()],
  };
}

export function recurrenceIdOf(item: Component): string {
  return lineOf(item, 'RECURRENCE-ID')?.value.trim() ?? '';
}

/** The event with that recurrence id, `''` for the master. Throws `unreadable` when there is none. */
export function itemOf(resource: Resource, recurrenceId: string): Component {
  const item = recurrenceId === '' ? resource.master : overrideOf(resource, recurrenceId)?.item;
  if (item === undefined) throw new PimError('unreadable', 'the resource has no such occurrence');
  return item;
}

/** Servers write a RECURRENCE-ID anew, in UTC or with other digits: then the moment counts. */
export function overrideOf(resource: Resource, recurrenceId: string): Override | undefined {
  const exact = resource.overrides.find((override) => override.id === recurrenceId.trim());
  if (exact !== undefined) return exact;
  const wanted = timeOfText(recurrenceId, undefined, resource.book);
  if (wanted === undefined) return undefined;
  return resource.overrides.find(({ item, id }) => {
    if (wanted.form !== 'utc') return digits(id) === digits(recurrenceId);
    const time = readTime(lineOf(item, 'RECURRENCE-ID'), resource.book);
    return time !== undefined && time.form !== 'date' && instantOf(time) === instantOf(wanted);
  });
}

/** An override for this and all later occurrences (RFC 5545 3.2.13): no phone can show what it does. */
export function hasRange(resource: Resource): boolean {
  return resource.overrides.some(({ item }) => {
    const line = lineOf(item, 'RECURRENCE-ID');
    return line !== undefined && paramValue(line, 'RANGE') !== undefined;
  });
}

/** An event of the body as a view, to compare with what phones say. */
export function bodyView(resource: Resource, item: Component): EventView {
  return readView(item, 'modern', resource.book, { count: 'occurrences' });
}
