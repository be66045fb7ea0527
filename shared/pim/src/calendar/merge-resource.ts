/**
 * Three-way merge of two versions of a resource: item by item, property by property. Here no phone is asked: `ours` is
 * what we have stored and not yet delivered, `theirs` what the server has now. Where both say something new of a property
 * theirs stays under `merge` and `cloud-wins`: it is the later one as a rule, and may have been made of ours, delivered unheard.
 */
import type { CloudMerge, EditOutcome } from '../contract.ts';
import { lineOf, type Component, type ContentLine } from '../text/content-line.ts';
import { plainLine, readBody, withZones, writeBody, type ItemName } from './calendar-text.ts';
import { normaliseCalendar, normaliseComponent, normaliseLine } from './normalise.ts';
import { digits } from './stamp.ts';

/** `changed`: the result is not what the server has. Throws `unreadable` when ours or theirs is no such resource. */
export function mergeResource(merge: CloudMerge, name: ItemName): EditOutcome {
  const theirs = readBody(merge.theirs, name);
  const ours = readBody(merge.ours, name);
  const base = merge.base === null ? undefined : tryRead(merge.base, name);
  const task: Task = {
    favourOurs: merge.policy !== 'cloud-wins' && merge.policy !== 'merge',
    known: base !== undefined,
    conflicts: new Set(),
  };
  const items = mergeItems(base?.items ?? [], ours.items, theirs.items, task);
  const others = theirs.calendar.components.filter((component) => component.name !== name);
  const calendar = { ...theirs.calendar, components: [...others, ...items] };
  const zones = ours.calendar.components.filter((component) => component.name === 'VTIMEZONE');
  const conflicts = [...task.conflicts].toSorted();
  if (items.length === 0 || normaliseCalendar(calendar) === normaliseCalendar(theirs.calendar)) {
    return { body: merge.theirs, changed: false, conflicts };
  }
  return { body: writeBody(withZones(calendar, zones)), changed: true, conflicts };
}

interface Task {
  readonly favourOurs: boolean;
  /** Is there a base? Without one nothing counts as removed. */
  readonly known: boolean;
  readonly conflicts: Set<string>;
}

function mergeItems(
  base: readonly Component[],
  ours: readonly Component[],
  theirs: readonly Component[],
  task: Task,
): readonly Component[] {
  const [old, mine, other] = [byKey(base), byKey(ours), byKey(theirs)];
  return [...new Set([...other.keys(), ...mine.keys()])].flatMap((key) => {
    const [was, my, their] = [old.get(key), mine.get(key), other.get(key)];
    if (my !== undefined && their !== undefined) return [mergeItem(was, my, their, task)];
    const left = my ?? their;
    // Gone on one side: only what the other side did not touch goes with it.
    return left === undefined || (was !== undefined && same(was, left)) ? [] : [left];
  });
}

function mergeItem(base: Component | undefined, ours: Component, theirs: Component, task: Task): Component {
  if (same(ours, theirs)) return theirs;
  let lines: readonly ContentLine[] = theirs.lines;
  const names = [...new Set([...ours.lines, ...theirs.lines, ...(base?.lines ?? [])].map(groupOf))];
  for (const name of names) {
    if (name === '' || renewed.has(name)) continue;
    const [was, my, their] = [base, ours, theirs].map((item) => linesIn(item, name));
    const chosen = choose(name, base === undefined ? undefined : was, my ?? [], their ?? [], task);
    if (chosen !== undefined) lines = replaceGroup(lines, name, chosen);
  }
  const components = mergeParts(base, ours, theirs, task);
  const merged = { name: theirs.name, lines, components };
  return same(merged, theirs) ? theirs : { ...merged, lines: newest(lines, ours, theirs) };
}

/** Lines that take theirs' place; undefined leaves theirs. */
function choose(
  name: string,
  base: readonly ContentLine[] | undefined,
  ours: readonly ContentLine[],
  theirs: readonly ContentLine[],
  task: Task,
): readonly ContentLine[] | undefined {
  const [was, my, their] = [base, ours, theirs].map((lines) => keyOf(lines ?? []));
  if (my === their || (base !== undefined && my === was)) return undefined;
  if (base !== undefined && their === was) return ours;
  if (sets.has(name)) return union(base, ours, theirs);
  if (base === undefined && ours.length === 0) return undefined;
  if (base === undefined && theirs.length === 0) return ours;
  task.conflicts.add(name);
  return task.favourOurs ? ours : undefined;
}

/** Of lists both sides' additions and removals count. */
function union(
  base: readonly ContentLine[] | undefined,
  ours: readonly ContentLine[],
  theirs: readonly ContentLine[],
): readonly ContentLine[] {
  const [was, my, their] = [base ?? [], ours, theirs].map(
    (lines) => new Set(lines.flatMap(split).map(textOf)),
  );
  const kept = theirs
    .flatMap(split)
    .filter((line) => my?.has(textOf(line)) === true || was?.has(textOf(line)) !== true);
  const added = ours
    .flatMap(split)
    .filter((line) => their?.has(textOf(line)) !== true && was?.has(textOf(line)) !== true);
  return [...kept, ...added];
}

/** One line for each value of a list. */
function split(line: ContentLine): readonly ContentLine[] {
  if (line.name !== 'EXDATE' && line.name !== 'RDATE') return [line];
  return line.value
    .split(',')
    .map((value) => ({ name: line.name, params: line.params, value: value.trim() }));
}

/** Reminders and other parts have no name of their own: they are one set. */
function mergeParts(
  base: Component | undefined,
  ours: Component,
  theirs: Component,
  task: Task,
): readonly Component[] {
  const key = (part: Component): string => normaliseComponent(part).join('\n');
  const was = new Set((base?.components ?? []).map(key));
  const my = new Set(ours.components.map(key));
  const their = new Set(theirs.components.map(key));
  const kept = theirs.components.filter((part) => !task.known || my.has(key(part)) || !was.has(key(part)));
  const added = ours.components.filter((part) => !their.has(key(part)) && !was.has(key(part)));
  return [...kept, ...added];
}

function replaceGroup(
  lines: readonly ContentLine[],
  name: string,
  chosen: readonly ContentLine[],
): readonly ContentLine[] {
  const at = lines.findIndex((line) => groupOf(line) === name);
  const rest = lines.filter((line) => groupOf(line) !== name);
  const place = at < 0 ? rest.length : lines.slice(0, at).filter((line) => groupOf(line) !== name).length;
  return [...rest.slice(0, place), ...chosen, ...rest.slice(place)];
}

/** Bookkeeping of the merged item: later than both. */
function newest(lines: readonly ContentLine[], ours: Component, theirs: Component): readonly ContentLine[] {
  const number = (item: Component): number => Number.parseInt(lineOf(item, 'SEQUENCE')?.value ?? '', 10) || 0;
  const sequence = plainLine('SEQUENCE', String(Math.max(number(ours), number(theirs)) + 1));
  const rest = lines.filter((line) => line.name !== 'SEQUENCE');
  const mine = ['DTSTAMP', 'LAST-MODIFIED'].flatMap((name) => lineOf(ours, name) ?? []);
  return [
    ...rest.map(
      (line) => mine.find((own) => own.name === line.name && digits(own.value) > digits(line.value)) ?? line,
    ),
    sequence,
  ];
}

function byKey(items: readonly Component[]): ReadonlyMap<string, Component> {
  return new Map(items.map((item) => [lineOf(item, 'RECURRENCE-ID')?.value.trim() ?? '', item]));
}

function linesIn(item: Component | undefined, name: string): readonly ContentLine[] {
  return item?.lines.filter((line) => groupOf(line) === name) ?? [];
}

/** Start and end only make sense together, and so do the marks of a task that is done. */
function groupOf(line: ContentLine): string {
  if (line.name === 'COMPLETED' || line.name === 'PERCENT-COMPLETE') return 'STATUS';
  return line.name === 'DTEND' || line.name === 'DURATION' || line.name === 'DUE' ? 'DTSTART' : line.name;
}

function keyOf(lines: readonly ContentLine[]): string {
  return lines.flatMap(normaliseLine).toSorted().join('\n');
}

function textOf(line: ContentLine): string {
  return normaliseLine(line).join('\n');
}

function same(a: Component, b: Component): boolean {
  return normaliseComponent(a).join('\n') === normaliseComponent(b).join('\n');
}

function tryRead(text: string, name: ItemName): ReturnType<typeof readBody> | undefined {
  try {
    return readBody(text, name);
  } catch {
    return undefined;
  }
}

const sets = new Set([
  'EXDATE',
  'RDATE',
  'ATTENDEE',
  'CATEGORIES',
  'COMMENT',
  'ATTACH',
  'CONTACT',
  'RELATED-TO',
  'RESOURCES',
]);
const renewed = new Set(['DTSTAMP', 'LAST-MODIFIED', 'SEQUENCE', 'CREATED']);
