/** Puts changes of values into a body's lines, all others left as they are. */
import type { ContentLine } from '../text/content-line.ts';
import type { Card } from './card.ts';
import type { Entry, Property, Target } from './entry.ts';
import type { Change } from './merge-property.ts';

export function rewrite(card: Card, property: Property, changes: readonly Change[]): Card {
  if (changes.length === 0) return card;
  const target: Target = { forPhone: false, version: card.version, name: property.name };
  const lines =
    property.store !== undefined
      ? property.store(card.lines, resulting(property.read(card, 'body'), changes)[0])
      : property.writeAll !== undefined
        ? withOneLine(card, property, target, changes)
        : withLines(card, property, target, changes);
  return { ...card, lines };
}

/** Adds lines behind the last one of their name, else at the end. */
export function insertLines(
  lines: readonly ContentLine[],
  added: readonly ContentLine[],
): readonly ContentLine[] {
  if (added.length === 0) return lines;
  const waiting = Map.groupBy(added, (line) => line.name);
  const last = new Map(lines.map((line, index) => [line.name, index]));
  const placed = lines.flatMap((line, index) => {
    if (last.get(line.name) !== index) return [line];
    const behind = waiting.get(line.name) ?? [];
    waiting.delete(line.name);
    return [line, ...behind];
  });
  return [...placed, ...[...waiting.values()].flat()];
}

function withLines(
  card: Card,
  property: Property,
  target: Target,
  changes: readonly Change[],
): readonly ContentLine[] {
  const replacements = new Map<ContentLine, readonly ContentLine[]>();
  const added: ContentLine[] = [];
  for (const change of changes) {
    if (change.kind === 'add') {
      // A mandatory property stands there empty: the value goes into it.
      const blank =
        property.removed === undefined ? undefined : card.lines.find((line) => line.name === property.name);
      const line = property.write(change.to, target);
      if (blank === undefined) added.push(line);
      else replacements.set(blank, [blank.group === undefined ? line : { ...line, group: blank.group }]);
      continue;
    }
    const { line } = change.from;
    if (change.kind === 'update') {
      const fresh = property.write(change.to, target, line);
      if (line === undefined) added.push(fresh);
      else replacements.set(line, [fresh]);
    } else if (line !== undefined) {
      replacements.set(line, property.removed === undefined ? [] : [property.removed(target)]);
    }
  }
  const kept = card.lines.flatMap((line) => replacements.get(line) ?? [line]);
  const gone = [...replacements].flatMap(([line, by]) =>
    by.length === 0 && line.group !== undefined ? [line.group] : [],
  );
  return insertLines(withoutLabels(kept, gone), added);
}

function withOneLine(
  card: Card,
  property: Property,
  target: Target,
  changes: readonly Change[],
): readonly ContentLine[] {
  const before = property.read(card, 'body');
  const entries = resulting(before, changes);
  const old = before[0]?.line;
  const all = new Set(before.map((entry) => entry.line));
  const line = entries.length === 0 ? undefined : property.writeAll?.(entries, target, old);
  if (old === undefined) return line === undefined ? card.lines : insertLines(card.lines, [line]);
  return card.lines.flatMap((one) => {
    if (one === old) return line === undefined ? [] : [line];
    return all.has(one) ? [] : [one];
  });
}

function resulting(before: readonly Entry[], changes: readonly Change[]): readonly Entry[] {
  const updates = new Map<string, readonly Entry[]>();
  for (const change of changes) {
    if (change.kind === 'update') updates.set(identity(change.from), [change.to]);
    if (change.kind === 'remove') updates.set(identity(change.from), []);
  }
  const added = changes.flatMap((change) => (change.kind === 'add' ? [change.to] : []));
  return [...before.flatMap((entry) => updates.get(identity(entry)) ?? [entry]), ...added];
}

function identity(entry: Entry): string {
  return entry.values.join('\n');
}

/** A label (`item1.X-ABLabel`) of a removed line goes with it when nothing else is in its group. */
function withoutLabels(lines: readonly ContentLine[], groups: readonly string[]): readonly ContentLine[] {
  const orphaned = new Set(
    groups.filter((group) => !lines.some((line) => line.group === group && line.name !== 'X-ABLABEL')),
  );
  return lines.filter((line) => line.group === undefined || !orphaned.has(line.group));
}
