/** Lines of a body that a change goes into: group and foreign parameters stay. */
import type { ContentLine, Parameter } from '../text/content-line.ts';
import { readFields, readText, splitEscaped, writeFields, writeText } from '../text/values.ts';
import type { Card } from './card.ts';
import type { CardVersion } from './card-version.ts';
import type { Entry, Target } from './entry.ts';
import { bodyTypes, readTypes, standardTypes } from './types.ts';

/** Lines of those names whose value is not empty. */
export function filledLines(card: Card, names: readonly string[]): readonly ContentLine[] {
  return card.lines.filter((line) => names.includes(line.name) && line.value.trim() !== '');
}

export function firstLine(card: Card, name: string): ContentLine | undefined {
  return card.lines.find((line) => line.name === name);
}

export function textEntry(line: ContentLine, card: Card): Entry {
  return { values: [readText(line, card.dialect)], ...readTypes(line, card.version), line };
}

export function fieldsEntry(line: ContentLine, card: Card): Entry {
  return { values: readFields(line, card.dialect), ...readTypes(line, card.version), line };
}

export function textLine(entry: Entry, target: Target, old?: ContentLine): ContentLine {
  return withValue(entry, target, writeText(entry.values[0] ?? '', dialectOf(target.version)), old);
}

/** Components that say the same as in the old line keep their old spelling (several values: `Paul,Quinlan`). */
export function fieldsLine(
  entry: Entry,
  target: Target,
  old?: ContentLine,
  before: readonly string[] = old === undefined ? [] : readFields(old, dialectOf(target.version)),
): ContentLine {
  const dialect = dialectOf(target.version);
  if (old === undefined) return withValue(entry, target, writeFields(entry.values, dialect));
  const raw = splitEscaped(old.value, ';', dialect);
  const value = entry.values
    .map((text, index) => (text === before[index] ? (raw[index] ?? '') : writeFields([text], dialect)))
    .concat(raw.slice(entry.values.length))
    .join(';');
  return withValue(entry, target, value, old);
}

export function withValue(entry: Entry, target: Target, value: string, old?: ContentLine): ContentLine {
  if (target.forPhone) return { name: target.name, params: phoneTypes(entry, target), value };
  const group = old?.group === undefined ? {} : { group: old.group };
  return { ...group, name: target.name, params: mergedParams(entry, target, old), value };
}

/** Standard types only: Nokia N81, E72 and N97 lose a field with an unknown parameter. */
function phoneTypes(entry: Entry, target: Target): readonly Parameter[] {
  const known = (type: string): boolean =>
    standardTypes.has(type) && (target.types === undefined || target.types.includes(type));
  const types = entry.types.filter(known);
  const pref = entry.pref && known('PREF');
  if (target.version !== '2.1') return bodyTypes(types, pref, target.version);
  return [...types, ...(pref ? ['PREF'] : [])].map((type) => ({ name: 'TYPE', values: [type] }));
}

function mergedParams(entry: Entry, target: Target, old: ContentLine | undefined): readonly Parameter[] {
  if (old === undefined) return bodyTypes(entry.types, entry.pref, target.version);
  const kept = old.params.filter((param) => !ofTheOldValue.has(param.name));
  const before = readTypes(old, target.version);
  if (before.types.join() === [...entry.types].join()) return kept;
  const others = kept.filter((param) => param.name !== 'TYPE' && param.name !== 'PREF');
  const pref = kept.filter((param) => param.name === 'PREF');
  const types = bodyTypes(entry.types, entry.pref && pref.length === 0, target.version);
  return [...types, ...pref, ...others];
}

export function dialectOf(version: CardVersion): 'legacy' | 'modern' {
  return version === '2.1' ? 'legacy' : 'modern';
}

/** Parameters that describe the value as it was written, not the thing it stands for. */
const ofTheOldValue = new Set(['ENCODING', 'CHARSET', 'VALUE', 'LABEL', 'MEDIATYPE']);
