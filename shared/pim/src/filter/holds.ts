/** Is an item what a phone's filter asks for? The conditions themselves; each kind tells what its items say. */
import type { RecordCondition } from '@anchorage/model';
import { textKey } from '../contact/compare.ts';

export interface RecordFacts {
  /** The phone's LUID of it; null while it has none. */
  readonly luid: string | null;
  /** Values of one of `filterable`'s properties, each in every form that it may be asked for in. */
  texts(property: string): readonly string[];
  /** Milliseconds, of properties that hold a time; undefined for others and where there is none. */
  moment(property: string): number | undefined;
  /** Milliseconds of a time as written in a condition; undefined when it is none. */
  momentOf(text: string): number | undefined;
  /** Milliseconds; infinite where a window has no end. Is it there at any time from `since` on and before `before`? */
  isWithin(since: number, before: number): boolean;
  /** Octets of it as the phone would get it. */
  size(): number;
}

export function holds(condition: RecordCondition, facts: RecordFacts): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((one) => holds(one, facts));
    case 'any':
      return condition.of.some((one) => holds(one, facts));
    case 'luid':
      return (facts.luid === condition.value) === (condition.operator === 'EQ');
    case 'size':
      return facts.size() <= condition.most;
    case 'window': {
      const since = condition.since === null ? undefined : facts.momentOf(condition.since);
      const before = condition.before === null ? undefined : facts.momentOf(condition.before);
      return facts.isWithin(since ?? Number.NEGATIVE_INFINITY, before ?? Number.POSITIVE_INFINITY);
    }
    default:
      return compares(condition, facts);
  }
}

function compares(
  condition: Extract<RecordCondition, { readonly kind: 'value' }>,
  facts: RecordFacts,
): boolean {
  const { property, operator, value, ignoreCase } = condition;
  const there = facts.texts(property).filter((text) => text.trim() !== '');
  if (value === null) return (there.length === 0) === (operator === 'EQ');
  const form = (text: string): string => (ignoreCase ? textKey(text).toLowerCase() : textKey(text));
  const wanted = form(value);
  const texts = there.map(form);
  switch (operator) {
    case 'CON':
      return texts.some((text) => text.includes(wanted));
    case 'NCON':
      return !texts.some((text) => text.includes(wanted));
    case 'EQ':
    case 'NE': {
      const moment = facts.moment(property);
      const same = texts.includes(wanted) || (moment !== undefined && moment === facts.momentOf(value));
      return same === (operator === 'EQ');
    }
    default: {
      const order = texts.length === 0 ? undefined : orderOf(property, texts, wanted, facts);
      if (order === undefined) return false;
      if (operator === 'GT') return order > 0;
      if (operator === 'GE') return order >= 0;
      return operator === 'LT' ? order < 0 : order <= 0;
    }
  }
}

/** Above zero: the item's value is greater. Times as times, numbers as numbers, the rest as texts. */
function orderOf(
  property: string,
  [text = '']: readonly string[],
  wanted: string,
  facts: RecordFacts,
): number | undefined {
  const moment = facts.moment(property);
  if (moment !== undefined) {
    const other = facts.momentOf(wanted);
    return other === undefined ? undefined : moment - other;
  }
  if (numeric.test(text) && numeric.test(wanted)) return Number(text) - Number(wanted);
  return text < wanted ? -1 : text === wanted ? 0 : 1;
}

const numeric = /^-?\d+(?:\.\d+)?$/;
