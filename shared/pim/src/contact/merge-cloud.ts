/** Three-way merge of two bodies of the same contact, line by line. */
import type { CloudMerge, EditOutcome } from '../contract.ts';
import type { ContentLine } from '../text/content-line.ts';
import { splitEscaped } from '../text/values.ts';
import { readBody, writeBody, type Card } from './card.ts';
import { withFormattedName } from './create.ts';
import { inVersion } from './convert.ts';
import { labelsOf, normaliseBody, normalLine } from './normalise.ts';
import { note } from './note.ts';
import { pairUp, samePass } from './pair.ts';
import { insertLines } from './rewrite.ts';
import { readTypes } from './types.ts';
import { adoptGroups } from './groups.ts';

/**
 * Starts from `theirs` and brings in what `ours` changed since `base`. Where both changed a line differently, N, ADR
 * and ORG are merged by component; else `merge` and `cloud-wins` keep theirs, `phone-wins` takes ours, `keep-both` keeps
 * both lines of a property that can repeat. A line changed on one side and removed on the other is kept (except under
 * `phone-wins` and `cloud-wins`). Without a base nothing is removed. `changed`: does the result differ from `theirs`?
 */
export function mergeBodies(merge: CloudMerge): EditOutcome {
  const theirs = readBody(merge.theirs);
  const ours = inVersion(readBody(merge.ours), theirs.version);
  const base = merge.base === null ? null : inVersion(readBody(merge.base), theirs.version);
  const ourLines = told(ours);
  const theirLines = told(theirs);
  const baseLines = base === null ? shared(ourLines, theirLines) : told(base);
  const byUs = pairLines(baseLines, ourLines);
  const byThem = pairLines(baseLines, theirLines);
  const nowTheirs = new Map(byThem.pairs);
  const replaced = new Map<ContentLine, readonly ContentLine[]>();
  const added: ContentLine[] = [];
  const conflicts = new Set<string>();

  for (const [before, our] of byUs.pairs) {
    if (our.text === before.text) continue;
    const their = nowTheirs.get(before);
    if (their === undefined) {
      conflicts.add(before.line.name);
      if (merge.policy !== 'cloud-wins') added.push(our.line);
    } else if (their.text === before.text) {
      replaced.set(their.line, [our.line]);
    } else if (their.text !== our.text) {
      const { lines, conflict } = bothChanged(before.line, our.line, their.line, merge);
      if (conflict) conflicts.add(before.line.name);
      replaced.set(their.line, lines);
    }
  }
  for (const before of byUs.onlyLeft) {
    const their = nowTheirs.get(before);
    if (their === undefined) continue;
    if (their.text !== before.text) conflicts.add(before.line.name);
    if (their.text === before.text || merge.policy === 'phone-wins') replaced.set(their.line, []);
  }
  const known = new Set(byThem.onlyRight.map((their) => their.text));
  for (const our of byUs.onlyRight) {
    if (known.has(our.text)) continue;
    const rival = single.has(our.line.name)
      ? theirLines.find((their) => their.line.name === our.line.name && !replaced.has(their.line))
      : undefined;
    if (rival === undefined) {
      added.push(our.line);
      continue;
    }
    const { lines, conflict } = bothChanged(undefined, our.line, rival.line, merge);
    if (conflict) conflicts.add(our.line.name);
    replaced.set(rival.line, lines);
  }

  if (replaced.size === 0 && added.length === 0)
    return { body: merge.theirs, changed: false, conflicts: [...conflicts] };
  const kept = theirs.lines.flatMap((line) => replaced.get(line) ?? [line]);
  const fresh = adoptGroups(added, { ours, theirs, pairs: linkedLines(byUs.pairs, nowTheirs) });
  const body = writeBody(withFormattedName({ ...theirs, lines: insertLines(kept, fresh) }));
  return { body, changed: normaliseBody(body) !== normaliseBody(merge.theirs), conflicts: [...conflicts] };
}

interface Told {
  readonly line: ContentLine;
  /** Normal form. */
  readonly text: string;
  /** Name and value, without types. */
  readonly value: string;
  readonly types: string;
}

function told(card: Card): readonly Told[] {
  const labels = labelsOf(card);
  return card.lines
    .filter((line) => !stamps.has(line.name))
    .map((line) => ({
      line,
      text: normalLine(line, card, labels),
      value: `${line.name}:${line.value.trim()}`,
      types: `${line.name}:${readTypes(line, card.version).types.join()}`,
    }));
}

/** Without a known past, what both have is taken for it. */
function shared(ours: readonly Told[], theirs: readonly Told[]): readonly Told[] {
  const texts = new Set(theirs.map((their) => their.text));
  return ours.filter((our) => texts.has(our.text));
}

function pairLines(left: readonly Told[], right: readonly Told[]) {
  return pairUp(left, right, [
    samePass((one: Told) => one.text),
    samePass((one: Told) => one.value),
    samePass((one: Told) => (one.line.name === '' ? undefined : one.types)),
    samePass((one: Told) => (single.has(one.line.name) ? one.line.name : undefined)),
  ]);
}

function bothChanged(
  before: ContentLine | undefined,
  our: ContentLine,
  their: ContentLine,
  merge: CloudMerge,
): { readonly lines: readonly ContentLine[]; readonly conflict: boolean } {
  if (structured.has(our.name)) return byComponent(before, our, their, merge);
  if (lists.has(our.name)) return { lines: [byValue(before, our, their)], conflict: false };
  if (merge.policy === 'cloud-wins') return { lines: [their], conflict: true };
  if (our.name === 'NOTE' && before === undefined && note.combine !== undefined) {
    const value = note.combine(their.value, our.value).replaceAll('\n', '\\n');
    return { lines: [{ name: 'NOTE', params: their.params, value }], conflict: true };
  }
  const line = withGroup(our, their);
  if (merge.policy === 'keep-both' && !single.has(our.name)) return { lines: [their, line], conflict: true };
  return { lines: [merge.policy === 'merge' ? their : line], conflict: true };
}

function byComponent(
  before: ContentLine | undefined,
  our: ContentLine,
  their: ContentLine,
  merge: CloudMerge,
): { readonly lines: readonly ContentLine[]; readonly conflict: boolean } {
  const [b, o, t] = [before?.value ?? '', our.value, their.value].map((value) =>
    splitEscaped(value, ';', 'modern'),
  );
  let conflict = false;
  const value = Array.from({ length: Math.max(o?.length ?? 0, t?.length ?? 0) }, (_, at) => {
    const [was, mine, yours] = [b?.[at] ?? '', o?.[at] ?? '', t?.[at] ?? ''];
    if (mine === yours || mine === was) return yours;
    if (yours === was) return mine;
    conflict = true;
    return merge.policy === 'merge' || merge.policy === 'cloud-wins' ? yours : mine;
  }).join(';');
  const { source: _source, ...line } = withGroup(our.value === before?.value ? their : our, their);
  return { lines: [{ ...line, value }], conflict };
}

/** CATEGORIES, NICKNAME: theirs, without what we removed, with what we added. */
function byValue(before: ContentLine | undefined, our: ContentLine, their: ContentLine): ContentLine {
  const [was, mine, yours] = [before?.value ?? '', our.value, their.value].map((value) =>
    splitEscaped(value, ',', 'modern').filter((part) => part.trim() !== ''),
  );
  const kept = (yours ?? []).filter(
    (value) => mine?.includes(value) === true || was?.includes(value) !== true,
  );
  const fresh = (mine ?? []).filter((value) => was?.includes(value) !== true && !kept.includes(value));
  const { source: _source, ...line } = their;
  return { ...line, value: [...kept, ...fresh].join(',') };
}

function withGroup(line: ContentLine, like: ContentLine): ContentLine {
  if (line.group === like.group) return line;
  const { group: _group, source: _source, ...plain } = line;
  return like.group === undefined ? plain : { ...plain, group: like.group };
}

function linkedLines(
  pairs: readonly (readonly [Told, Told])[],
  theirs: ReadonlyMap<Told, Told>,
): readonly (readonly [ContentLine, ContentLine])[] {
  return pairs.flatMap(([before, our]) => {
    const their = theirs.get(before);
    return their === undefined ? [] : [[our.line, their.line] as const];
  });
}

const stamps = new Set(['VERSION', 'PRODID', 'REV']);
const lists = new Set(['CATEGORIES', 'NICKNAME']);
const structured = new Set(['N', 'ADR', 'ORG']);
const single = new Set([
  'UID',
  'N',
  'FN',
  'BDAY',
  'ORG',
  'TITLE',
  'ROLE',
  'NOTE',
  'PHOTO',
  'LOGO',
  'NICKNAME',
  'CATEGORIES',
  'CLASS',
  'GEO',
  'TZ',
  'KIND',
  'GENDER',
  'ANNIVERSARY',
]);
