/** Groups (`item1.TEL` with `item1.X-ABLabel`) of lines that move from one body into another. */
import type { ContentLine } from '../text/content-line.ts';
import type { Card } from './card.ts';

export interface GroupMove {
  readonly ours: Card;
  readonly theirs: Card;
  /** Lines that are the same thing in both bodies. */
  readonly pairs: readonly (readonly [ContentLine, ContentLine])[];
}

/** The lines with groups that mean the same among `theirs`: those of their twins, or names nobody uses there. */
export function adoptGroups(lines: readonly ContentLine[], move: GroupMove): readonly ContentLine[] {
  const names = new Map<string, string>();
  for (const [our, their] of move.pairs) {
    if (our.group !== undefined && their.group !== undefined) names.set(our.group, their.group);
  }
  const used = new Set(move.theirs.lines.map((line) => line.group?.toLowerCase()));
  return lines.map((line) => {
    if (line.group === undefined) return line;
    const name = names.get(line.group) ?? freeName(line.group, used);
    names.set(line.group, name);
    used.add(name.toLowerCase());
    if (name === line.group) return line;
    const { source: _source, ...plain } = line;
    return { ...plain, group: name };
  });
}

function freeName(wanted: string, used: ReadonlySet<string | undefined>): string {
  if (!used.has(wanted.toLowerCase())) return wanted;
  for (let number = 1; ; number += 1) {
    if (!used.has(`item${String(number)}`)) return `item${String(number)}`;
  }
}
