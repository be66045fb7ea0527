/**
 * Three-way merge of one property (merge rules M2 to M6, M11). What the phone did is the difference between what it had
 * been shown and what it sends; only that goes into the body.
 *
 * Where both sides changed a value differently: `merge` and `phone-wins` take the phone's, `cloud-wins` the body's,
 * `keep-both` adds the phone's beside it where the property can repeat. A value changed on one side and removed on the
 * other is kept, except that `phone-wins` and `cloud-wins` are taken at their word.
 */
import type { ConflictPolicy } from '@anchorage/model';
import { isLossyForm } from './compare.ts';
import { keysOf, type Entry, type Property } from './entry.ts';
import type { Fitted } from './fit.ts';
import { pairUp, samePass } from './pair.ts';
import { inOrder, significant } from './types.ts';

export interface PropertyMerge {
  readonly property: Property;
  /** The phone's former values. */
  readonly before: readonly Fitted[];
  /** The body's values as this phone gets them. */
  readonly current: readonly Fitted[];
  /** All values of the body, those a phone never gets included. */
  readonly all: readonly Entry[];
  /** The phone's values now. */
  readonly incoming: readonly Fitted[];
  readonly policy: ConflictPolicy;
  /** TYPE values the phone knows; absent means any. */
  readonly types: readonly string[] | undefined;
}

export type Change =
  | { readonly kind: 'update'; readonly from: Entry; readonly to: Entry }
  | { readonly kind: 'remove'; readonly from: Entry }
  | { readonly kind: 'add'; readonly to: Entry };

export interface PropertyOutcome {
  readonly changes: readonly Change[];
  readonly conflict: boolean;
}

export function mergeProperty(merge: PropertyMerge): PropertyOutcome {
  const { property, policy } = merge;
  const changes: Change[] = [];
  let conflict = false;
  const byPhone = pair(merge, merge.before, merge.incoming);
  const byCloud = pair(merge, merge.before, merge.current);
  const now = new Map([...byCloud.pairs, ...unsent(merge, byCloud.onlyLeft)]);
  const free = new Set(byCloud.onlyRight);

  for (const [before, incoming] of byPhone.pairs) {
    const edit = difference(merge, before, incoming);
    if (edit === undefined) continue;
    const current = now.get(before);
    if (current === undefined) {
      const twin = twinOf(merge, incoming);
      if (twin !== undefined) continue;
      conflict = true;
      if (policy !== 'cloud-wins') changes.push({ kind: 'add', to: made(incoming.full) });
      continue;
    }
    const clash = edit.components.filter(
      (at) => !alike(property, before, current, at) && !alike(property, current, incoming, at),
    );
    if (clash.length > 0) conflict = true;
    if (clash.length > 0 && policy === 'keep-both' && property.multiple) {
      changes.push({ kind: 'add', to: made(incoming.full) });
      continue;
    }
    const taken = edit.components.filter((at) => policy !== 'cloud-wins' || !clash.includes(at));
    const to = edited(property, current, incoming, taken, edit);
    if (to !== undefined) changes.push({ kind: 'update', from: current.full, to });
  }

  for (const incoming of byPhone.onlyRight) {
    const twin = [...free].find((current) => equal(property, current, incoming));
    if (twin !== undefined) {
      free.delete(twin);
      continue;
    }
    if (twinOf(merge, incoming) !== undefined) continue;
    const rival = property.multiple ? undefined : merge.all[0];
    const removed = byPhone.onlyLeft.some((before) => now.get(before)?.full === rival);
    if (rival === undefined || removed) {
      changes.push({ kind: 'add', to: made(incoming.full) });
      continue;
    }
    conflict = true;
    if (policy !== 'cloud-wins')
      changes.push({ kind: 'update', from: rival, to: replaced(property, rival, incoming.full) });
  }

  for (const before of byPhone.onlyLeft) {
    const current = now.get(before);
    if (current === undefined) continue;
    const untouched = difference(merge, before, current) === undefined || equal(property, before, current);
    if (!untouched) conflict = true;
    if (untouched || policy === 'phone-wins') changes.push({ kind: 'remove', from: current.full });
  }
  return { changes, conflict };
}

/**
 * Unites two versions without a common past (slow-sync match): nothing is removed, repeated values are joined, gaps are
 * filled. Where a single value differs, a longer form that holds the shorter one wins, notes are put together, else the
 * body keeps its value (`phone-wins`: the phone's) and the conflict is reported.
 */
export function uniteProperty(merge: Omit<PropertyMerge, 'before'>): PropertyOutcome {
  const { property, policy } = merge;
  const changes: Change[] = [];
  let conflict = false;
  if (property.multiple) {
    const { onlyRight } = pairUp(merge.current, merge.incoming, [
      samePass((one: Fitted) => keysOf(property, one.shown).join('\n').trimEnd()),
    ]);
    for (const incoming of onlyRight) {
      if (twinOf(merge, incoming) === undefined) changes.push({ kind: 'add', to: made(incoming.full) });
    }
    return { changes, conflict };
  }
  const [incoming] = merge.incoming;
  const rival = merge.all[0];
  if (incoming === undefined) return { changes, conflict };
  if (rival === undefined) return { changes: [{ kind: 'add', to: made(incoming.full) }], conflict };
  const current = merge.current[0] ?? { shown: rival, full: rival };
  if (property.resplit?.(incoming.full, current.full) === true) return { changes, conflict };
  const values = [...rival.values];
  const keys = keysOf(property, rival);
  keysOf(property, incoming.full).forEach((key, at) => {
    const own = keys[at] ?? '';
    if (key === '' || alike(property, current, incoming, at) || own.startsWith(key)) return;
    const longer = own === '' || key.startsWith(own);
    if (longer || policy === 'phone-wins') {
      values[at] = incoming.full.values[at] ?? '';
      if (!longer) conflict = true;
    } else {
      conflict = true;
      if (property.combine === undefined || policy === 'cloud-wins' || own.includes(key)) return;
      values[at] = property.combine(rival.values[at] ?? '', incoming.full.values[at] ?? '');
    }
  });
  const filled = values.map((value) => value ?? '');
  if (filled.join('\n') !== rival.values.join('\n')) {
    changes.push({ kind: 'update', from: rival, to: { ...rival, values: filled } });
  }
  return { changes, conflict };
}

/** Do both say the same, as far as the phone can tell? */
export function equal(property: Property, a: Fitted, b: Fitted): boolean {
  const count = Math.max(keysOf(property, a.full).length, keysOf(property, b.full).length);
  return Array.from({ length: count }, (_, at) => at).every((at) => alike(property, a, b, at));
}

interface Edit {
  /** Components whose text changed. */
  readonly components: readonly number[];
  readonly typesAdded: readonly string[];
  readonly typesRemoved: readonly string[];
}

/** What changed from one to the other, or undefined. */
function difference(merge: PropertyMerge, before: Fitted, after: Fitted): Edit | undefined {
  const { property } = merge;
  const count = Math.max(before.full.values.length, after.full.values.length);
  const resplit = property.resplit?.(after.full, before.full) === true;
  const components = Array.from({ length: resplit ? 0 : count }, (_, at) => at).filter(
    // Components left out at the end are not known to the phone (Ericsson T39m, Nokia S40): unchanged.
    (at) =>
      at < after.full.values.length &&
      at < keysOf(property, after.full).length &&
      !alike(property, before, after, at),
  );
  const old = significant(before.full.types, merge.types);
  const fresh = significant(after.full.types, merge.types);
  const typesAdded = fresh.filter((type) => !old.includes(type));
  const typesRemoved = old.filter((type) => !fresh.includes(type));
  if (components.length + typesAdded.length + typesRemoved.length === 0) return undefined;
  return { components, typesAdded, typesRemoved };
}

/**
 * Same component, cut or not: a value returned as it was shown has not changed, nor one that comes back as a phone with
 * a small character set keeps it.
 */
function alike(property: Property, a: Fitted, b: Fitted, at: number): boolean {
  const [aFull, aShown, bFull, bShown] = [a.full, a.shown, b.full, b.shown].map(
    (entry) => keysOf(property, entry)[at] ?? '',
  ) as [string, string, string, string];
  if (aFull === bFull || aShown === bFull || aFull === bShown) return true;
  return isLossyForm(bFull, aFull) || isLossyForm(aFull, bFull);
}

function pair(merge: PropertyMerge, left: readonly Fitted[], right: readonly Fitted[]) {
  const { property } = merge;
  const text = (one: Fitted): string => keysOf(property, one.shown).join('\n').trimEnd();
  const types = (one: Fitted): string => significant(one.full.types, merge.types).join();
  return pairUp(left, right, [
    samePass((one: Fitted) => `${types(one)}\n${text(one)}`),
    samePass(text),
    ...(property.writeAll === undefined ? [samePass(types)] : []),
    ...(property.multiple ? [] : [samePass(() => '')]),
  ]);
}

/** Values the phone once had and would not get any more (it told its limits later), found by value alone. */
function unsent(merge: PropertyMerge, before: readonly Fitted[]): readonly (readonly [Fitted, Fitted])[] {
  const sent = new Set(merge.current.map(({ full }) => full));
  const hidden = merge.all.filter((entry) => !sent.has(entry)).map((full) => ({ shown: full, full }));
  const text = ({ full }: Fitted): string => keysOf(merge.property, full).join('\n').trimEnd();
  return pairUp(before, hidden, [samePass(text)]).pairs;
}

/** A value of the body, sent or not, that says what the phone adds. */
function twinOf(merge: Omit<PropertyMerge, 'before'>, incoming: Fitted): Entry | undefined {
  const { property } = merge;
  return merge.all.find((entry) => equal(property, { shown: entry, full: entry }, incoming));
}

function edited(
  property: Property,
  current: Fitted,
  incoming: Fitted,
  taken: readonly number[],
  edit: Edit,
): Entry | undefined {
  const { full } = current;
  const count = Math.max(full.values.length, ...taken.map((at) => at + 1));
  const all = property.indivisible === true && taken.length > 0;
  const values = Array.from({ length: count }, (_, at) =>
    all || taken.includes(at) ? (incoming.full.values[at] ?? '') : (full.values[at] ?? ''),
  );
  const types = inOrder([
    ...full.types.filter((type) => !edit.typesRemoved.includes(type)),
    ...edit.typesAdded,
  ]);
  const same = values.join('\0') === full.values.join('\0') && types.join() === full.types.join();
  return same ? undefined : { ...full, values, types };
}

function replaced(property: Property, rival: Entry, incoming: Entry): Entry {
  const text = property.combine?.(rival.values[0] ?? '', incoming.values[0] ?? '');
  return { ...rival, values: text === undefined ? incoming.values : [text] };
}

/** Without the line it was read from: that belongs to the phone's text. */
function made(entry: Entry): Entry {
  return { values: entry.values, types: entry.types, pref: entry.pref };
}
