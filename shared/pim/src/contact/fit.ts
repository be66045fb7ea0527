/** Cutting values down to what a phone holds. */
import { representable } from '../text/charset.ts';
import type { Entry, Limits, Property } from './entry.ts';
import { inOrder, significant } from './types.ts';

/** Text within charset and MaxSize; undefined when NoTruncate forbids the cut. MaxSize counts characters (code points). */
export function fitText(text: string, limits: Limits): string | undefined {
  const shown = representable(text, limits.charset);
  const { maxSize, noTruncate } = limits.capability;
  if (maxSize === undefined || maxSize <= 0 || shown.length <= maxSize) return shown;
  const cut = firstCharacters(shown, maxSize);
  return noTruncate === true && cut !== shown ? undefined : cut;
}

/** Structured value: MaxSize counts the whole value with its separators, so the last components give way first. */
export function fitFields(values: readonly string[], limits: Limits): readonly string[] | undefined {
  const { maxSize, noTruncate } = limits.capability;
  const shown = values.map((value) => representable(value, limits.charset));
  if (maxSize === undefined || maxSize <= 0) return shown;
  let room = maxSize;
  const cut = shown.map((value) => {
    const kept = firstCharacters(value, Math.max(0, room));
    room -= Array.from(kept).length + 1;
    return kept;
  });
  return noTruncate === true && cut.some((value, index) => value !== shown[index]) ? undefined : cut;
}

/** For values that are worthless when cut (numbers, addresses, links): all or nothing. */
export function fitWhole(text: string, limits: Limits): string | undefined {
  return fitText(text, { ...limits, capability: { ...limits.capability, noTruncate: true } });
}

/** What is left of the types for a phone; idle ones (VOICE, INTERNET) are dropped by the writer, not here. */
export function fitTypes(types: readonly string[], known: readonly string[] | undefined): readonly string[] {
  return known === undefined ? types : types.filter((type) => known.includes(type));
}

export interface Fitted {
  /** As the phone gets it. */
  readonly shown: Entry;
  /** As it stands in the body. */
  readonly full: Entry;
}

export interface FittedList {
  readonly fitted: readonly Fitted[];
  /** Something was left out or cut. */
  readonly lossy: boolean;
}

/** All values of a property that a phone gets, in the order of the body. */
export function fitAll(property: Property, entries: readonly Entry[], limits: Limits): FittedList {
  const fitted: Fitted[] = [];
  let lossy = false;
  for (const full of entries) {
    const value = property.fit(full, limits);
    if (value === undefined) {
      lossy = true;
      continue;
    }
    if (value.values.some((text, index) => text !== full.values[index])) lossy = true;
    fitted.push({ shown: { ...value, types: fitTypes(value.types, limits.capability.types) }, full });
  }
  const room = property.multiple ? (limits.capability.maxOccur ?? 0) : 1;
  if (room <= 0 || fitted.length <= room) return { fitted, lossy };
  const chosen = new Set(best(fitted, room));
  return { fitted: fitted.filter((one) => chosen.has(one)), lossy: true };
}

/** One value of each sort first, the preferred one of it (vCard 4.1 table: one HOME slot gets the preferred number). */
function best(fitted: readonly Fitted[], room: number): readonly Fitted[] {
  const seen = new Map<string, number>();
  const ranked = [...fitted]
    .toSorted((a, b) => Number(b.full.pref) - Number(a.full.pref))
    .map((one) => {
      const sort = significant(one.full.types, undefined).join();
      const round = seen.get(sort) ?? 0;
      seen.set(sort, round + 1);
      return { one, round, weight: one.full.pref ? -1 : weight(one.full.types) };
    });
  ranked.sort((a, b) => a.round - b.round || a.weight - b.weight);
  return ranked.slice(0, room).map(({ one }) => one);
}

function weight(types: readonly string[]): number {
  const at = inOrder(types).map((type) => importance.indexOf(type));
  if (types.some((type) => machines.has(type))) return importance.length;
  return Math.min(importance.length, ...at.filter((rank) => rank >= 0));
}

function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

const importance = ['CELL', 'HOME', 'WORK'];
const machines = new Set(['FAX', 'PAGER', 'MODEM', 'BBS', 'ISDN', 'VIDEO']);
