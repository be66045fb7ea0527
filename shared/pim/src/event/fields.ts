/**
 * The properties of an event that stand for themselves, each with its comparison and its writing. Times, recurrence
 * and reminders depend on each other: see `merge-times.ts`, `merge-series.ts`, `merge-alarms.ts`.
 */
import { linesOf, type ContentLine, type Parameter } from '../text/content-line.ts';
import { writeList, writeText } from '../text/values.ts';
import { plainLine } from '../calendar/calendar-text.ts';
import type { Draft } from './draft.ts';
import { toLegacyPriority } from './scales.ts';
import type { EventView } from './view.ts';

export interface Field {
  readonly name: string;
  /** Equal texts are equal values; empty is absent. `legacy`: as precise as vCalendar 1.0 can be. */
  readonly key: (view: EventView, legacy: boolean) => string;
  readonly write: (draft: Draft, from: EventView) => void;
  /** Belongs to what is said about a series as a whole: applied to the master even of a protected one. */
  readonly descriptive: boolean;
}

export const fields: readonly Field[] = [
  textField('SUMMARY', (view) => view.summary),
  textField('DESCRIPTION', (view) => view.description),
  textField('LOCATION', (view) => view.location),
  {
    name: 'CATEGORIES',
    descriptive: true,
    key: (view) => [...new Set(view.categories.map(folded))].toSorted().join('\n'),
    write: (draft, { categories }) => {
      draft.set('CATEGORIES', ...optional('CATEGORIES', writeList(categories, 'modern')));
    },
  },
  {
    name: 'CLASS',
    descriptive: true,
    key: ({ classification }) => (classification === 'PUBLIC' ? '' : classification),
    write: (draft, { classification }) => {
      draft.set('CLASS', ...(classification === 'PUBLIC' ? [] : [plainLine('CLASS', classification)]));
    },
  },
  {
    name: 'PRIORITY',
    descriptive: false,
    key: ({ priority }, legacy) =>
      priority === 0 ? '' : String(legacy ? toLegacyPriority(priority) : priority),
    write: (draft, { priority }) => {
      draft.set('PRIORITY', ...optional('PRIORITY', priority === 0 ? '' : String(priority)));
    },
  },
  {
    name: 'STATUS',
    descriptive: false,
    key: ({ status }) => status,
    write: (draft, { status }) => {
      draft.set('STATUS', ...optional('STATUS', status));
    },
  },
  {
    name: 'TRANSP',
    descriptive: false,
    key: ({ transparent }) => (transparent ? 'TRANSPARENT' : ''),
    write: (draft, { transparent }) => {
      draft.set('TRANSP', ...optional('TRANSP', transparent ? 'TRANSPARENT' : ''));
    },
  },
  {
    name: 'URL',
    descriptive: false,
    key: ({ url }) => url,
    write: (draft, { url }) => {
      draft.set('URL', ...optional('URL', url));
    },
  },
];

/** Properties of iCalendar 2.0 without meaning here, as an iCalendar 2.0 phone may have them: line by line. */
export function otherFields(...views: readonly EventView[]): readonly Field[] {
  const names = views.flatMap((view) =>
    view.dialect === 'modern' ? view.item.lines.map((line) => line.name) : [],
  );
  const plain = [...new Set(names)].filter(
    (name) => name !== '' && !name.startsWith('X-') && !reserved.has(name),
  );
  return plain.map((name) => ({
    name,
    descriptive: false,
    key: (view) =>
      linesOf(view.item, name)
        .map((line) => line.value.trim())
        .toSorted()
        .join('\n'),
    write: (draft, from) => {
      draft.set(name, ...linesOf(from.item, name));
    },
  }));
}

/** Compared as people read it: blanks and line ends do not count. */
export function folded(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

function textField(name: string, read: (view: EventView) => string): Field {
  return {
    name,
    descriptive: true,
    key: (view) => folded(read(view)),
    write: (draft, from) => {
      // An alternative representation would now say something else.
      const params = draft.line(name)?.params.filter((param) => param.name === 'LANGUAGE') ?? [];
      draft.set(name, ...optional(name, writeText(read(from), 'modern'), params));
    },
  };
}

function optional(name: string, value: string, params: readonly Parameter[] = []): readonly ContentLine[] {
  return value.trim() === '' ? [] : [{ name, params, value }];
}

/** Handled above, in the other merges, or never the phone's business (merge rule M10). */
const reserved = new Set([
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'CATEGORIES',
  'CLASS',
  'PRIORITY',
  'STATUS',
  'TRANSP',
  'URL',
  'UID',
  'DTSTAMP',
  'CREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
  'ORGANIZER',
  'ATTENDEE',
  'REQUEST-STATUS',
  'RECURRENCE-ID',
  'ATTACH',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'EXRULE',
  'RDATE',
  'EXDATE',
  'DUE',
  'COMPLETED',
  'PERCENT-COMPLETE',
  'TZ',
  'DAYLIGHT',
]);
