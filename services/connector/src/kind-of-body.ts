/** What a stored resource is: its contents decide, not its file name and not its collection. */
import type { ItemKind } from '@anchorage/model';
import { pimFor } from '@anchorage/pim';
import type { PimKind } from '@anchorage/pim';

/** Null when it is nothing we know (free-busy, an empty calendar, no iCalendar at all). */
export function kindOfBody(body: string): ItemKind | null {
  const found = /^BEGIN:(VCARD|VEVENT|VTODO|VJOURNAL)[ \t]*\r?$/im.exec(body)?.[1]?.toUpperCase();
  return found === undefined ? null : (kinds[found] ?? null);
}

export function pimOfBody(body: string): PimKind | null {
  const kind = kindOfBody(body);
  return kind === null ? null : (pimFor(kind) ?? null);
}

const kinds: Readonly<Record<string, ItemKind>> = {
  VCARD: 'contact',
  VEVENT: 'event',
  VTODO: 'task',
  VJOURNAL: 'note',
};
