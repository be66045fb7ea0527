/** What a text is: its contents decide, not its media type, its file name or its collection. */
import type { ItemKind } from '@anchorage/model';

/** `text`: vCard, vCalendar or iCalendar. Null: nothing we know (free-busy, an empty calendar, none of these at all). */
export function kindOfText(text: string): ItemKind | null {
  const component = /^BEGIN:(VCARD|VEVENT|VTODO|VJOURNAL)[ \t]*\r?$/im.exec(text)?.[1]?.toUpperCase();
  return component === undefined ? null : (kinds[component] ?? null);
}

const kinds: Readonly<Record<string, ItemKind>> = {
  VCARD: 'contact',
  VEVENT: 'event',
  VTODO: 'task',
  VJOURNAL: 'note',
};
