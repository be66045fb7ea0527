/** TYPE parameters of the three versions (vCard 2.1 2.3, RFC 2426 3, RFC 6350 5.6 and 6.4). Canonical form: 2.1/3.0. */
import { paramValues, type ContentLine, type Parameter } from '../text/content-line.ts';
import type { CardVersion } from './card-version.ts';

export interface LineTypes {
  /** Upper case, without PREF, unique, in canonical order. */
  readonly types: readonly string[];
  readonly pref: boolean;
}

export function readTypes(line: ContentLine, version: CardVersion): LineTypes {
  const types = paramValues(line, 'TYPE')
    .flatMap((value) => value.split(','))
    .map((value) => canonical(value.trim().toUpperCase()))
    .filter((value) => value !== '');
  // RFC 6350 5.3: PREF=1 is the most preferred.
  const preferred = version === '4.0' && paramValues(line, 'PREF')[0] === '1';
  return {
    types: inOrder(types.filter((type) => type !== 'PREF')),
    pref: preferred || types.includes('PREF'),
  };
}

/** Parameters for a new or changed line of a body. */
export function bodyTypes(
  types: readonly string[],
  pref: boolean,
  version: CardVersion,
): readonly Parameter[] {
  if (version !== '4.0') {
    const values = [...inOrder(types).map(spelling), ...(pref ? ['PREF'] : [])];
    return values.length === 0 ? [] : [{ name: 'TYPE', values }];
  }
  const values = inOrder(types)
    .filter((type) => !notIn40.has(type))
    .map((type) => spellings40[type] ?? type.toLowerCase());
  return [
    ...(values.length === 0 ? [] : [{ name: 'TYPE', values }]),
    ...(pref ? [{ name: 'PREF', values: ['1'] }] : []),
  ];
}

/** Unique, the place (HOME, WORK) first, then the sort of device, then the rest as it came. */
export function inOrder(types: readonly string[]): readonly string[] {
  return [...new Set(types)].toSorted((a, b) => rank(a) - rank(b));
}

/** Types that say something a person chose; the others come and go with phones (VOICE is the default of TEL). */
export function significant(
  types: readonly string[],
  known: readonly string[] | undefined,
): readonly string[] {
  return types
    .filter(
      (type) => standardTypes.has(type) && !idle.has(type) && (known === undefined || known.includes(type)),
    )
    .toSorted();
}

function rank(type: string): number {
  const at = order.indexOf(type);
  return at < 0 ? order.length : at;
}

function canonical(type: string): string {
  if (type === 'TEXT') return 'MSG';
  return type.startsWith('X-') && extended.has(type.slice(2)) ? type.slice(2) : type;
}

function spelling(type: string): string {
  return standardTypes.has(type) ? type : type.toLowerCase();
}

const order = [
  'INTERNET',
  'HOME',
  'WORK',
  'CELL',
  'CAR',
  'VOICE',
  'FAX',
  'PAGER',
  'VIDEO',
  'MSG',
  'BBS',
  'MODEM',
  'ISDN',
];
const extended = new Set(['CAR', 'BBS', 'MODEM', 'ISDN']);
const idle = new Set(['VOICE', 'PREF', 'INTERNET', 'MSG', 'DOM', 'INTL', 'POSTAL', 'PARCEL']);
export const standardTypes: ReadonlySet<string> = new Set([
  ...order,
  'PREF',
  'DOM',
  'INTL',
  'POSTAL',
  'PARCEL',
]);
const notIn40 = new Set(['INTERNET', 'DOM', 'INTL', 'POSTAL', 'PARCEL', 'PREF']);
const spellings40: Readonly<Record<string, string>> = {
  MSG: 'text',
  CAR: 'x-car',
  BBS: 'x-bbs',
  MODEM: 'x-modem',
  ISDN: 'x-isdn',
};
