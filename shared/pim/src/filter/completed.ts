/**
 * What a phone sends in a session with a field filter lacks what the filter does not name. Its silence about that is no
 * deletion: those properties are taken as the phone was last known to have them.
 */
import type { ItemKind, SyncFilter } from '@anchorage/model';
import { PimError } from '../pim-error.ts';
import type { Component, Dialect } from '../text/content-line.ts';
import { readContentText } from '../text/read-text.ts';
import { writeLegacy, writeModern } from '../text/write-text.ts';
import { isAskedFor } from './narrowed.ts';

/**
 * `incoming` with what it lacks of `view` for the filter alone. Null when the two cannot be put together, being of
 * different formats: then the properties left out must be kept from being merged at all. Throws `unreadable` when
 * `incoming` holds no item.
 */
export function completed(
  kind: ItemKind,
  incoming: string,
  view: string,
  fields: NonNullable<SyncFilter['fields']>,
): string | null {
  const sent = itemIn(incoming);
  const known = itemIn(view);
  if (sent.dialect !== known.dialect || sent.item.name !== known.item.name) return null;
  const told = new Set(sent.item.lines.map(({ name }) => familyOf(name)));
  const isLeftOut = (name: string): boolean =>
    !isAskedFor(kind, fields, name) && !bookkeeping.has(name) && !told.has(familyOf(name));
  const lines = known.item.lines.filter(({ name }) => isLeftOut(name));
  const quiet = sent.item.components.length === 0 && !told.has('VALARM');
  const asked = ['VALARM', 'TRIGGER', 'ACTION'].some((name) => Object.hasOwn(fields, name));
  const components = quiet && !asked ? known.item.components : [];
  if (lines.length === 0 && components.length === 0) return incoming;
  const whole: Component = {
    ...sent.item,
    lines: [...sent.item.lines, ...lines],
    components: [...sent.item.components, ...components],
  };
  const around = replaced(sent.root, sent.item, whole);
  return sent.dialect === 'legacy' ? writeLegacy(around, utf8) : writeModern(around);
}

interface Found {
  readonly dialect: Dialect;
  readonly root: Component;
  readonly item: Component;
}

function itemIn(text: string): Found {
  const { dialect, components } = readContentText(text);
  for (const root of components) {
    const item = isItem(root) ? root : root.components.find(isItem);
    if (item !== undefined) return { dialect, root, item };
  }
  throw new PimError('unreadable', 'no item in the text');
}

function isItem({ name }: Component): boolean {
  return name === 'VCARD' || name === 'VEVENT' || name === 'VTODO';
}

function replaced(root: Component, from: Component, to: Component): Component {
  if (root === from) return to;
  return { ...root, components: root.components.map((one) => (one === from ? to : one)) };
}

/** Names under which phones write one and the same thing. */
function familyOf(name: string): string {
  return families.get(name) ?? name;
}

const families: ReadonlyMap<string, string> = new Map([
  ...['AALARM', 'DALARM', 'MALARM', 'PALARM'].map((name) => [name, 'VALARM'] as const),
  ...['X-EPOCSECONDNAME', 'X-NICKNAME', 'X-MOT-NICKNAME'].map((name) => [name, 'NICKNAME'] as const),
  ['X-MOT-CAT', 'CATEGORIES'] as const,
]);
const bookkeeping: ReadonlySet<string> = new Set([
  '',
  'VERSION',
  'PRODID',
  'REV',
  'DTSTAMP',
  'CREATED',
  'DCREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
]);
const utf8 = { quotedPrintable: true, charset: 'UTF-8' };
