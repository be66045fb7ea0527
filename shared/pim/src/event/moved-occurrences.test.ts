import { describe, expect, it } from 'vitest';
import { linesOfText, listing, newItem, newPhone, now, oldPhone, resource } from './fixtures.ts';
import { events } from './index.ts';

const localPhone = oldPhone({ utc: false });

describe('moved occurrences', () => {
  const body = resource(
    [
      'SUMMARY:Choir',
      'DTSTART;TZID=Europe/Berlin:20240507T090000',
      'DTEND;TZID=Europe/Berlin:20240507T100000',
      'RRULE:FREQ=WEEKLY;BYDAY=TU',
    ],
    [
      'SUMMARY:Choir',
      'RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000',
      'DTSTART;TZID=Europe/Berlin:20240514T110000',
      'DTEND;TZID=Europe/Berlin:20240514T120000',
    ],
  );
  const id = '20240514T090000';

  it('are exceptions of the series and events of their own', () => {
    expect(events.occurrences(body)).toEqual(['', id]);
    expect(shown(localPhone, body)).toEqual(
      expect.arrayContaining(['RRULE:W1 TU #0', 'EXDATE:20240514T090000']),
    );
    const single = shown(localPhone, body, id);
    expect(single).toContain('DTSTART:20240514T110000');
    expect(single.join()).not.toMatch(/RRULE|EXDATE|UID/);
  });

  it('leave an exception when the phone deletes them', () => {
    const left = events.removeOccurrence(body, id, now) ?? '';
    expect(events.occurrences(left)).toEqual(['']);
    expect(linesOfText(left)).toContain('EXDATE;TZID=Europe/Berlin:20240514T090000');
    expect(events.removeOccurrence(left, id, now)).toBe(left);
    expect(events.removeOccurrence(body, '', now)).toBeNull();
  });

  it('keep their RECURRENCE-ID for phones that know it, else become events with an id of their own', () => {
    expect(shown(newPhone(), body, id)).toEqual(
      expect.arrayContaining(['RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000', 'UID:u1@example.org']),
    );
    expect(shown(newPhone(), body).join()).not.toContain('EXDATE');
    const simple = newPhone(listing('SUMMARY', 'RRULE', 'EXDATE'));
    expect(shown(simple, body, id)).toContain('UID:u1@example.org-20240514090000');
    expect(shown(simple, body)).toContain('EXDATE;TZID=Europe/Berlin:20240514T090000');
  });

  it('come back with or without a series', () => {
    const detached = events.image(body, id, newPhone()).view;
    expect(events.identify(detached)).toEqual({ uid: 'u1@example.org', recurrenceId: id });
    const alone = events.create(detached, newItem(newPhone()));
    expect(events.occurrences(alone)).toEqual(['']);
    const series = events.removeOccurrence(body, id, now) ?? '';
    const again = events.addOccurrence(series, detached, newItem(newPhone()));
    expect(again.recurrenceId).toBe(id);
    expect(events.normalise(again.body)).toBe(events.normalise(body));
    expect(events.addOccurrence(body, detached, newItem(newPhone()))).toEqual({ body, recurrenceId: id });
    const inUtc = detached.replace(
      'RECURRENCE-ID;TZID=Europe/Berlin:20240514T090000',
      'RECURRENCE-ID:20240514T070000Z',
    );
    expect(events.addOccurrence(series, inUtc, newItem(newPhone())).recurrenceId).toBe(id);
  });

  it('are not given up when an unknown one is asked for', () => {
    expect(() => events.image(body, '20240521T090000', localPhone)).toThrow('no such occurrence');
    expect(events.image(body, '20240514T070000Z', localPhone).view).toContain('20240514T110000');
  });
});

function shown(phone: typeof localPhone, body: string, id = ''): readonly string[] {
  return linesOfText(events.image(body, id, phone).view);
}
