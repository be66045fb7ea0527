/**
 * The filter grammar `syncml:filtertype-cgi`, as libsynthesis reads it and DevInf 1.2 announces it (FilterCap):
 *
 *     expression = term { &OR; term }        term = factor { &AND; factor }
 *     factor     = "(" expression ")" | name operator value
 *     operator   = &EQ; &NE; &GT; &GE; &LT; &LE; &CON; &NCON;  and &iEQ; &iNE; &iCON; &iNCON; for any case
 *
 * A name is a property, a keyword (SINCE, BEFORE, GROUP) or `&LUID;`; a value may be `&NULL;`, and `%hh` is an octet.
 */
import { filterOperators, filterable, kindOfDatastore } from '@anchorage/model';
import type { DatastoreName, FilterOperator, RecordCondition } from '@anchorage/model';

export type ParsedExpression =
  | { readonly kind: 'condition'; readonly condition: RecordCondition }
  /** 422: no expression; 406: one about something that cannot be filtered by, named. */
  | { readonly kind: 'refused'; readonly code: 406 | 422; readonly feature: string | null };

export function parseExpression(text: string, datastore: DatastoreName): ParsedExpression {
  try {
    const reader = createReader(tokensOf(text), datastore);
    const condition = readAny(reader, 0);
    if (reader.next() !== undefined) throw bad();
    return { kind: 'condition', condition };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', code: error.feature === null ? 422 : 406, feature: error.feature };
  }
}

/** Never leaves this file. */
class Refusal extends Error {
  readonly feature: string | null;
  constructor(feature: string | null) {
    super('refused');
    this.feature = feature;
  }
}
const bad = (): Refusal => new Refusal(null);

/** `&EQ;` as `&EQ`, parentheses, and the text between them. */
function tokensOf(text: string): readonly string[] {
  if (text.length > longest) throw bad();
  const tokens: string[] = [];
  for (const [token, entity] of text.matchAll(/&([a-z]+);|[()]|[^&()]+|&/gi)) {
    if (token === '&') throw bad();
    const part = entity === undefined ? token.trim() : `&${entity.toUpperCase()}`;
    if (part !== '') tokens.push(part);
  }
  return tokens;
}

interface Reader {
  readonly datastore: DatastoreName;
  /** Takes the next token if it is this one; without an argument, whatever it is. */
  next(wanted?: string): string | undefined;
  peek(): string | undefined;
  count(): void;
}

function createReader(tokens: readonly string[], datastore: DatastoreName): Reader {
  let at = 0;
  let comparisons = 0;
  return {
    datastore,
    next(wanted) {
      const token = tokens[at];
      if (token === undefined || (wanted !== undefined && token !== wanted)) return undefined;
      at += 1;
      return token;
    },
    peek: () => tokens[at],
    count() {
      comparisons += 1;
      if (comparisons > mostComparisons) throw bad();
    },
  };
}

function readAny(reader: Reader, depth: number): RecordCondition {
  const terms = [readAll(reader, depth)];
  while (reader.next('&OR') !== undefined) terms.push(readAll(reader, depth));
  return together('any', terms);
}

function readAll(reader: Reader, depth: number): RecordCondition {
  const factors = [readFactor(reader, depth)];
  while (reader.next('&AND') !== undefined) factors.push(readFactor(reader, depth));
  return together('all', oneWindow(factors));
}

function readFactor(reader: Reader, depth: number): RecordCondition {
  if (reader.next('(') === undefined) return readComparison(reader);
  if (depth >= deepest) throw bad();
  const inner = readAny(reader, depth + 1);
  if (reader.next(')') === undefined) throw bad();
  return inner;
}

function readComparison(reader: Reader): RecordCondition {
  reader.count();
  const name = reader.next() ?? '';
  const { operator, ignoreCase } = readOperator(reader.next() ?? '');
  const value = readValue(reader);
  const equality = operator === 'EQ' || operator === 'NE';
  if (value === null && !equality) throw bad();
  if (name === '&LUID') {
    if (!equality || value === null) throw bad();
    return { kind: 'luid', operator, value };
  }
  if (!/^[a-z][a-z0-9-]{0,31}$/i.test(name)) throw bad();
  const property = name.toUpperCase();
  const { dates, properties } = filterable[kindOfDatastore[reader.datastore]];
  if (dates && (property === 'SINCE' || property === 'BEFORE')) return readBound(property, operator, value);
  const compared = aliases[property] ?? property;
  if (!properties.includes(compared)) throw new Refusal(property);
  return { kind: 'value', property: compared, operator, value, ignoreCase };
}

function readOperator(token: string): { readonly operator: FilterOperator; readonly ignoreCase: boolean } {
  const [, i = '', name = ''] = /^&(I?)([A-Z]+)$/.exec(token) ?? [];
  const operator = filterOperators.find((one) => one === name);
  const anyCase = operator === 'EQ' || operator === 'NE' || operator === 'CON' || operator === 'NCON';
  if (operator === undefined || (i !== '' && !anyCase)) throw bad();
  return { operator, ignoreCase: i !== '' };
}

/** Nothing at all is as good as `&NULL;`. */
function readValue(reader: Reader): string | null {
  if (reader.next('&NULL') !== undefined) return null;
  const token = reader.peek();
  if (token === undefined || token === ')' || token === '&AND' || token === '&OR') return null;
  if (token === '(' || token.startsWith('&')) throw bad();
  reader.next();
  return unescaped(token);
}

/** Octets of UTF-8 behind `%`. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad();
  }
}

/** `SINCE&EQ;time`: what ends later; `BEFORE&EQ;time`: what begins earlier. */
function readBound(
  name: 'SINCE' | 'BEFORE',
  operator: FilterOperator,
  value: string | null,
): RecordCondition {
  const time = value?.replace(/[-:]/g, '').toUpperCase() ?? '';
  if (!bounds[name].includes(operator) || !isTime(time)) throw bad();
  return name === 'SINCE'
    ? { kind: 'window', since: time, before: null }
    : { kind: 'window', since: null, before: time };
}

function isTime(text: string): boolean {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d\d)(\d\d)(?:T(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?Z?)?$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year >= '1000' && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/** One SINCE and one BEFORE are a window: a series counts when it occurs inside, not when it has both sides. */
function oneWindow(factors: readonly RecordCondition[]): readonly RecordCondition[] {
  const windows = factors.filter((factor) => factor.kind === 'window');
  const [first, second] = windows;
  if (windows.length !== 2 || first === undefined || second === undefined) return factors;
  if ((first.since === null) === (second.since === null)) return factors;
  if ((first.before === null) === (second.before === null)) return factors;
  const joined = {
    kind: 'window',
    since: first.since ?? second.since,
    before: first.before ?? second.before,
  } as const;
  return factors.flatMap((factor) => (factor === first ? [joined] : factor === second ? [] : [factor]));
}

function together(kind: 'all' | 'any', parts: readonly RecordCondition[]): RecordCondition {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, of: parts };
}

/** Keywords and names of phones' own for a property. */
const aliases: Readonly<Record<string, string>> = { GROUP: 'CATEGORIES', NAME: 'N' };
const bounds: Readonly<Record<'SINCE' | 'BEFORE', readonly FilterOperator[]>> = {
  SINCE: ['EQ', 'GE', 'GT'],
  BEFORE: ['EQ', 'LE', 'LT'],
};
/** Far above what a phone writes; they bound the work of every later comparison. */
const longest = 4096;
const deepest = 16;
const mostComparisons = 64;
