/**
 * One text for all the ways a server may render the same resource: order, folding, parameter order,
 * defaults and bookkeeping do not count, nor does how a zone is defined.
 */
import type { Component, ContentLine } from '../text/content-line.ts';
import { readList, readText } from '../text/values.ts';
import { readDuration } from './duration.ts';
import { readRule, writeRule } from './rule.ts';

export function normaliseCalendar(calendar: Component): string {
  return normaliseComponent({
    ...calendar,
    lines: calendar.lines.filter((line) => !ofCalendar.has(line.name)),
  }).join('\n');
}

/** The lines of an item, sorted; what is in it behind. */
export function normaliseComponent(component: Component): readonly string[] {
  const lines = component.lines.flatMap(normaliseLine).toSorted();
  const inner = component.components
    .filter((item) => item.name !== 'VTIMEZONE')
    .map((item) => normaliseComponent(item).join('\n'))
    .toSorted();
  return [`BEGIN:${component.name}`, ...lines, ...inner, `END:${component.name}`];
}

/** Empty for a line that does not count. EXDATE and RDATE give one text for each time. */
export function normaliseLine(line: ContentLine): readonly string[] {
  if (line.name === '') return [`?${line.source?.trim() ?? ''}`];
  if (bookkeeping.has(line.name) || line.name.startsWith('X-WR-')) return [];
  const params = line.params
    .filter((param) => !(param.name === 'VALUE' && defaultTypes.has(param.values.join(',').toUpperCase())))
    .filter((param) => !param.name.startsWith('X-VOBJ'))
    .map((param) => `;${param.name}=${param.values.join(',')}`)
    .toSorted()
    .join('');
  const values = normaliseValue(line);
  return values
    .filter((value) => defaults[line.name] !== value)
    .map((value) => `${line.name}${params}:${value}`);
}

function normaliseValue(line: ContentLine): readonly string[] {
  const value = line.value.trim();
  switch (line.name) {
    case 'SUMMARY':
    case 'DESCRIPTION':
    case 'LOCATION':
    case 'COMMENT': {
      const text = readText(line, 'modern').trim();
      return text === '' ? [] : [JSON.stringify(text)];
    }
    case 'CATEGORIES':
      return readList(line, 'modern').map((category) => JSON.stringify(category));
    case 'EXDATE':
    case 'RDATE':
      return value.split(',').map((time) => time.trim());
    case 'RRULE': {
      const rule = readRule(value);
      return [rule === undefined ? value : writeRule(rule)];
    }
    case 'DURATION':
    case 'TRIGGER': {
      const duration = readDuration(value);
      return [duration === undefined ? value : String(duration)];
    }
    case 'CLASS':
    case 'STATUS':
    case 'TRANSP':
    case 'ACTION':
      return [value.toUpperCase()];
    default:
      return [value];
  }
}

const ofCalendar = new Set(['PRODID', 'VERSION', 'CALSCALE', 'METHOD', 'X-WR-CALNAME', 'X-WR-TIMEZONE']);
const bookkeeping = new Set([
  'PRODID',
  'DTSTAMP',
  'LAST-MODIFIED',
  'CREATED',
  'SEQUENCE',
  'METHOD',
  'CALSCALE',
]);
const defaultTypes = new Set(['DATE', 'DATE-TIME', 'DURATION', 'TEXT']);
/** RFC 5545 says so when the property is missing. */
const defaults: Readonly<Record<string, string>> = { TRANSP: 'OPAQUE', CLASS: 'PUBLIC', PRIORITY: '0' };
