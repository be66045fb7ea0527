/** The calendar object around an item: reading bodies and views, and writing them again. */
import { PimError } from '../pim-error.ts';
import { lineOf, type Component, type ContentLine, type Dialect } from '../text/content-line.ts';
import { readContentText, type ReadOptions } from '../text/read-text.ts';
import { writeModern } from '../text/write-text.ts';

export type ItemName = 'VEVENT' | 'VTODO' | 'VJOURNAL';

export interface CalendarText {
  readonly dialect: Dialect;
  /** VCALENDAR with everything in it. */
  readonly calendar: Component;
  /** Items of the wanted kind, at least one; of several UIDs only those of the first. */
  readonly items: readonly [Component, ...Component[]];
}

/**
 * Finds the items of a kind in a text; a bare VEVENT counts as well. Throws `unreadable` when there is none,
 * `too-large` beyond the bounds of the content-line reader.
 */
export function readCalendar(
  source: string | Uint8Array,
  name: ItemName,
  options?: ReadOptions,
): CalendarText {
  const { dialect, components } = readContentText(source, options);
  for (const component of components) {
    const calendar = component.name === name ? { ...emptyCalendar, components: [component] } : component;
    if (calendar.name !== 'VCALENDAR') continue;
    const [first, ...rest] = calendar.components.filter((inner) => inner.name === name);
    if (first === undefined) continue;
    const uid = uidOf(first);
    return { dialect, calendar, items: [first, ...rest.filter((item) => uidOf(item) === uid)] };
  }
  throw new PimError('unreadable', `no ${name} found`);
}

/** A resource of a DAV server. Without VERSION it is taken for iCalendar 2.0; older versions are refused. */
export function readBody(body: string, name: ItemName): CalendarText {
  const text = /^[ \t]*VERSION[ \t]*[:;]/im.test(body)
    ? body
    : body.replace(/BEGIN:VCALENDAR/i, 'BEGIN:VCALENDAR\r\nVERSION:2.0');
  const read = readCalendar(text, name);
  if (read.dialect === 'legacy') throw new PimError('unreadable', 'the resource is no iCalendar 2.0');
  return read;
}

/** The calendar with other components of that kind: each replaced in its place, `undefined` removed, new ones behind. */
export function withItems(
  calendar: Component,
  replaced: ReadonlyMap<Component, Component | undefined>,
  added: readonly Component[] = [],
): Component {
  const components = calendar.components.flatMap((component) => {
    if (!replaced.has(component)) return [component];
    return replaced.get(component) ?? [];
  });
  return { ...calendar, components: [...components, ...added] };
}

/** Adds the definitions of zones that are not there yet, in front of the items. */
export function withZones(calendar: Component, zones: readonly Component[]): Component {
  const known = new Set(calendar.components.filter((inner) => inner.name === 'VTIMEZONE').map(tzidOf));
  const missing = zones.filter((zone) => !known.has(tzidOf(zone)));
  return missing.length === 0 ? calendar : { ...calendar, components: [...missing, ...calendar.components] };
}

export function newCalendar(components: readonly Component[]): Component {
  return {
    name: 'VCALENDAR',
    lines: [plainLine('VERSION', '2.0'), plainLine('PRODID', productId)],
    components,
  };
}

export function writeBody(calendar: Component): string {
  return writeModern(calendar);
}

/** TZIDs that the lines of an item and of what is in it name. */
export function tzidsOf(item: Component): readonly string[] {
  const own = item.lines.flatMap((line) =>
    line.params.flatMap((param) => (param.name === 'TZID' ? param.values : [])),
  );
  return [...new Set([...own, ...item.components.flatMap(tzidsOf)])];
}

export function uidOf(item: Component): string | undefined {
  const value = lineOf(item, 'UID')?.value.trim();
  return value === '' ? undefined : value;
}

export function plainLine(name: string, value: string): ContentLine {
  return { name, params: [], value };
}

export const productId = '-//Anchorage//Anchorage//EN';

function tzidOf(zone: Component): string {
  return lineOf(zone, 'TZID')?.value.trim() ?? '';
}

const emptyCalendar: Component = { name: 'VCALENDAR', lines: [], components: [] };
