import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { PimError } from '../pim-error.ts';
import { linesOfText, listing, newItem, newPhone, now, oldPhone, text } from '../event/fixtures.ts';
import { tasks } from './index.ts';

const phone = oldPhone();

function old(...lines: readonly string[]): string {
  return text(['BEGIN:VCALENDAR', 'VERSION:1.0', 'BEGIN:VTODO', ...lines, 'END:VTODO', 'END:VCALENDAR']);
}

function stored(...lines: readonly string[]): string {
  return text([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:x',
    'BEGIN:VTODO',
    'UID:t1',
    'DTSTAMP:20240101T000000Z',
    ...lines,
    'END:VTODO',
    'END:VCALENDAR',
  ]);
}

function edit(body: string, change: (view: string) => string, capabilities = phone, shown?: string) {
  const view = shown ?? tasks.image(body, '', capabilities).view;
  const outcome = tasks.apply({
    body,
    recurrenceId: '',
    view,
    incoming: change(view),
    capabilities,
    policy: 'merge',
    now,
  });
  return { ...outcome, lines: linesOfText(outcome.body) };
}

describe('tasks from the phone', () => {
  it.each([
    [
      'a day',
      ['SUMMARY:Pay rent', 'DUE:20240531T000000', 'STATUS:NEEDS ACTION', 'PRIORITY:2'],
      ['DUE;VALUE=DATE:20240531', 'STATUS:NEEDS-ACTION', 'PRIORITY:5'],
    ],
    ['the last minute', ['DUE:20240531T235900'], ['DUE;VALUE=DATE:20240531']],
    ['24:00', ['DUE:20240531T240000'], ['DUE;VALUE=DATE:20240531']],
    ['a time', ['DUE:20240531T170000'], ['DUE;TZID=Europe/Berlin:20240531T170000', 'TZID:Europe/Berlin']],
    [
      'done',
      ['STATUS:COMPLETED', 'COMPLETED:20240530T170000'],
      ['STATUS:COMPLETED', 'COMPLETED:20240530T150000Z', 'PERCENT-COMPLETE:100'],
    ],
    ['done without a time', ['STATUS:COMPLETED'], ['COMPLETED:20240501T120000Z']],
    ['begun', ['STATUS:ACCEPTED'], ['STATUS:IN-PROCESS']],
    ['a reminder', ['DUE:20240531T170000', 'AALARM:20240531T164500;;;'], ['TRIGGER;RELATED=END:-PT15M']],
    ['a reminder without due', ['AALARM:20240531T164500;;;'], ['TRIGGER;VALUE=DATE-TIME:20240531T144500Z']],
    [
      'start and due',
      ['DTSTART:20240530T000000', 'DUE:20240531T000000'],
      ['DTSTART;VALUE=DATE:20240530', 'DUE;VALUE=DATE:20240531'],
    ],
  ])('%s', (_name, lines, expected) => {
    const body = tasks.create(old(...lines), newItem(phone));
    expect(linesOfText(body)).toEqual(
      expect.arrayContaining([...expected, 'UID:generated', 'DTSTAMP:20240501T120000Z']),
    );
    expect(() => ICAL.parse(body)).not.toThrow();
    const view = tasks.image(body, '', phone).view;
    expect(tasks.sameOnPhone(old(...lines), view, phone)).toBe(true);
    expect(edit(body, () => old(...lines), phone, old(...lines)).changed).toBe(false);
    expect(edit(body, () => view).changed).toBe(false);
  });
});

describe('tasks to the phone', () => {
  it.each([
    ['midnight', phone, 'DUE:20240531T000000'],
    ['235900', oldPhone({ allDay: '235900' }), 'DUE:20240531T235900'],
    ['date', oldPhone({ allDay: 'date' }), 'DUE:20240531'],
  ] as const)('%s', (_name, capabilities, expected) => {
    const body = stored('DUE;VALUE=DATE:20240531', 'PRIORITY:7', 'STATUS:IN-PROCESS');
    expect(linesOfText(tasks.image(body, '', capabilities).view)).toEqual(
      expect.arrayContaining([expected, 'PRIORITY:3', 'STATUS:ACCEPTED']),
    );
    expect(edit(body, (view) => view, capabilities).changed).toBe(false);
  });
  it('iCalendar 2.0 gets its lines', () => {
    const body = stored(
      'SUMMARY:x',
      'DUE:20240531T150000Z',
      'PERCENT-COMPLETE:40',
      'ORGANIZER:mailto:a@example.org',
    );
    const view = linesOfText(tasks.image(body, '', newPhone({ utc: false })).view);
    expect(view).toEqual(
      expect.arrayContaining(['DUE;TZID=Europe/Berlin:20240531T170000', 'PERCENT-COMPLETE:40']),
    );
    expect(view.join()).not.toContain('ORGANIZER');
  });
});

describe('apply', () => {
  const body = stored(
    'SUMMARY:Rent',
    'DTSTART;VALUE=DATE:20240530',
    'DUE;VALUE=DATE:20240531',
    'STATUS:NEEDS-ACTION',
    'PRIORITY:3',
    'X-KEEP:1',
  );
  it('does and undoes', () => {
    const done = edit(body, (view) => view.replace('NEEDS ACTION', 'COMPLETED'));
    expect(done.lines).toEqual(
      expect.arrayContaining([
        'STATUS:COMPLETED',
        'COMPLETED:20240501T120000Z',
        'PERCENT-COMPLETE:100',
        'PRIORITY:3',
        'X-KEEP:1',
      ]),
    );
    const undone = edit(done.body, (view) =>
      view.replace('STATUS:COMPLETED', 'STATUS:NEEDS ACTION').replace(/COMPLETED:2[^\r]*\r\n/, ''),
    );
    expect(undone.body).not.toContain('COMPLETE');
    expect(undone.lines).toContain('STATUS:NEEDS-ACTION');
  });
  it('moves the due date, and the start when it has to', () => {
    expect(edit(body, (view) => view.replace('DUE:20240531', 'DUE:20240610')).lines).toEqual(
      expect.arrayContaining(['DTSTART;VALUE=DATE:20240530', 'DUE;VALUE=DATE:20240610']),
    );
    expect(edit(body, (view) => view.replace('DUE:20240531', 'DUE:20240520')).lines).toEqual(
      expect.arrayContaining(['DTSTART;VALUE=DATE:20240519', 'DUE;VALUE=DATE:20240520']),
    );
  });
  it('keeps what the phone does not hold', () => {
    const outcome = edit(body, (view) => view.replace('Rent', 'Pay'), oldPhone(listing('SUMMARY', 'STATUS')));
    expect(outcome.lines).toEqual(
      expect.arrayContaining(['SUMMARY:Pay', 'DUE;VALUE=DATE:20240531', 'PRIORITY:3']),
    );
  });
  it('keeps the rule of a task that repeats', () => {
    const series = body.replace('X-KEEP:1', 'RRULE:FREQ=WEEKLY');
    expect(edit(series, (view) => view.replace('Rent', 'Pay')).lines).toContain('RRULE:FREQ=WEEKLY');
  });
});

describe('bad input', () => {
  it('is read or refused', () => {
    const source = stored(
      'SUMMARY:x',
      'DUE:20240531T150000Z',
      'BEGIN:VALARM',
      'TRIGGER;RELATED=END:-PT5M',
      'END:VALARM',
    );
    const thrown: unknown[] = [];
    const attempt = (call: () => unknown): void => {
      try {
        call();
      } catch (error) {
        if (!(error instanceof PimError)) thrown.push(error);
      }
    };
    const all = (input: string): void => {
      attempt(() => tasks.create(input, newItem(phone)));
      attempt(() => tasks.image(input, '', phone));
      attempt(() => tasks.image(input, '', newPhone()));
      attempt(() => edit(source, () => input));
      attempt(() => tasks.traitsOfBody(input, '', phone));
    };
    for (let end = 0; end < source.length; end += 1) all(source.slice(0, end));
    fc.assert(
      fc.property(fc.string(), fc.nat(source.length), (put, at) =>
        all(source.slice(0, at) + put + source.slice(at)),
      ),
      { numRuns: 100 },
    );
    expect(thrown).toEqual([]);
    expect(() => tasks.addOccurrence(source, source, newItem(phone))).toThrow(PimError);
  });
  it('traits agree', () => {
    const source = stored('SUMMARY:x', 'DUE:20240531T150000Z');
    const ofBody = tasks.traitsOfBody(source, '', newPhone());
    expect(tasks.traitsOfView(tasks.image(source, '', newPhone()).view, newPhone())).toEqual(ofBody);
    expect(ofBody.key).toBe('x 20240531');
    expect(tasks.removeOccurrence(source, '', now)).toBeNull();
    expect(tasks.occurrences(source)).toEqual(['']);
  });

  it('is known again although the phone sends a due date that its DevInf does not name', () => {
    const capabilities = oldPhone(listing('SUMMARY', 'DESCRIPTION'));
    const source = stored('SUMMARY:x', 'DUE:20240531T150000Z');
    const sent = old('SUMMARY:x', 'DUE:20240531T150000Z', 'DESCRIPTION:written since');
    const { key } = tasks.traitsOfView(sent, capabilities);
    expect(key).toBe(tasks.traitsOfBody(source, '', capabilities).key);
    expect(key).toBe('x');
  });
});
