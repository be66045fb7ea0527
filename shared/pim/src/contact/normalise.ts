/** A body as comparable text (DAV practice: servers reorder, refold and restamp what they store). */
import { paramValues, type ContentLine } from '../text/content-line.ts';
import { splitEscaped } from '../text/values.ts';
import { readBody, type Card } from './card.ts';
import { keysOf } from './entry.ts';
import { photo, logo } from './photo.ts';
import { readTypes } from './types.ts';

/** Equal texts mean that nothing a person wrote differs. PRODID, REV, VERSION, order, groups' names do not count. */
export function normaliseBody(body: string): string {
  const card = readBody(body);
  const labels = labelsOf(card);
  return card.lines
    .filter((line) => !stamps.has(line.name) && !line.name.startsWith('X-WR-') && line.value !== '')
    .map((line) => normalLine(line, card, labels))
    .filter((text) => text !== 'N:')
    .toSorted()
    .join('\n');
}

/** One line without what a rewrite may change; its group is told by the group's label. */
export function normalLine(line: ContentLine, card: Card, labels: ReadonlyMap<string, string>): string {
  if (line.name === '') return line.source ?? '';
  const { types, pref } = readTypes(line, card.version);
  const kinds = types.filter((type) => type !== 'INTERNET').toSorted();
  const params = line.params
    .filter((param) => !described.has(param.name))
    .map((param) => `${param.name}=${[...param.values].toSorted().join()}`)
    .toSorted();
  const label = line.group === undefined ? undefined : labels.get(line.group);
  const head = [
    line.name,
    ...kinds,
    ...(pref ? ['PREF'] : []),
    ...params,
    ...(label === undefined ? [] : [`"${label}"`]),
  ];
  return `${head.join(';')}:${normalValue(line, card)}`;
}

/** Text of the label of each group. */
export function labelsOf(card: Card): ReadonlyMap<string, string> {
  return new Map(
    card.lines.flatMap((line) =>
      line.group !== undefined && line.name === 'X-ABLABEL' ? [[line.group, line.value]] : [],
    ),
  );
}

function normalValue(line: ContentLine, card: Card): string {
  if (line.name === 'PHOTO' || line.name === 'LOGO') {
    const property = line.name === 'PHOTO' ? photo : logo;
    const [entry] = property.read({ ...card, lines: [line] }, 'body');
    if (entry !== undefined) return keysOf(property, entry).join();
  }
  if (paramValues(line, 'ENCODING').length > 0 && line.quotedPrintable !== true)
    return line.value.replace(/\s+/g, '');
  if (line.name === 'BDAY' || line.name === 'ANNIVERSARY') return line.value.replace(/(\d)-(?=\d)/g, '$1');
  if (line.name === 'CATEGORIES')
    return splitEscaped(line.value, ',', 'modern').map(spoken).toSorted().join();
  return spoken(line.value).replace(/;+$/, '');
}

/** Needless escapes (`\:`) and the two spellings of a line break are one. */
function spoken(value: string): string {
  return value.replaceAll('\\N', '\\n').replaceAll('\\:', ':').normalize('NFC').trim();
}

const stamps = new Set(['PRODID', 'REV', 'VERSION', 'DTSTAMP', 'LAST-MODIFIED', 'CREATED']);
const described = new Set(['TYPE', 'PREF', 'ENCODING', 'CHARSET', 'VALUE', 'MEDIATYPE']);
