import { describe, expect, it } from 'vitest';
import { readContentText } from '../text/read-text.ts';
import { readOffset, readStamp, writeDateTime } from './stamp.ts';
import { zoneBook } from './zone-book.ts';
import { libraryZone, userZone } from './zone-library.ts';
import { readZoneLines, writeZoneLines } from './zone-lines.ts';
import { offsetAt, readZone, toInstant, toWall, utcZone } from './zone.ts';

const wall = (text: string): number => readStamp(text)?.wall ?? Number.NaN;
const berlin = userZone('Europe/Berlin');
const hour = 3_600_000;

function calendar(text: string) {
  const [found] = readContentText(`BEGIN:VCALENDAR\r\nVERSION:1.0\r\n${text}\r\nEND:VCALENDAR`).components;
  return found ?? { name: '', lines: [], components: [] };
}

describe('zones', () => {
  it.each([
    ['20240507T083000', '20240507T063000Z'],
    ['20240107T083000', '20240107T073000Z'],
    // RFC 5545 3.3.5: a gap is read by the offset before it, the first of two is meant.
    ['20260329T023000', '20260329T013000Z'],
    ['20261025T023000', '20261025T003000Z'],
    ['20260329T020000', '20260329T010000Z'],
    ['20260329T030000', '20260329T010000Z'],
    ['20261025T030000', '20261025T020000Z'],
  ])('%s in Berlin is %s', (local, utc) => {
    expect(writeDateTime(toInstant(berlin, wall(local)), true)).toBe(utc);
  });

  it('comes back from every instant outside of the doubled hour', () => {
    for (let at = wall('20260101T003000'); at < wall('20270101T000000'); at += 7 * hour) {
      const there = toWall(berlin, at);
      const doubled = offsetAt(berlin, at - hour) !== offsetAt(berlin, at);
      expect(doubled ? at : toInstant(berlin, there)).toBe(at);
    }
  });

  it('finds names in any case and behind a prefix, and answers nothing for others', () => {
    expect(libraryZone('europe/BERLIN')?.zone.name).toBe('Europe/Berlin');
    expect(libraryZone('/example.org/20200101_1/America/Argentina/Buenos_Aires')?.zone.name).toBe(
      'America/Argentina/Buenos_Aires',
    );
    expect(libraryZone('W. Europe Standard Time')).toBeUndefined();
    expect(userZone('Mars/Olympus')).toBe(utcZone);
  });

  it('agrees with the runtime for zones people live in', () => {
    for (const name of [
      'Europe/London',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Sydney',
      'Asia/Tokyo',
    ]) {
      const zone = userZone(name);
      const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
      for (let month = 0; month < 24; month += 1) {
        const at = Date.UTC(2025, month, 15, 12);
        const text =
          format
            .formatToParts(at)
            .find((part) => part.type === 'timeZoneName')
            ?.value.slice(3) ?? '';
        expect(offsetAt(zone, at), name).toBe(text === '' ? 0 : readOffset(text));
      }
    }
  });

  it('reads the rules other makers write, and survives nonsense', () => {
    const text = (rule: string) =>
      `BEGIN:VTIMEZONE\r\nVERSION:2.0\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19671029T030000\r\n${rule}\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19870329T020000\r\nRRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE`;
    const read = (rule: string) => {
      const [component] = readContentText(text(rule)).components;
      return component && readZone(component);
    };
    const zone = read('RRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=-1SU') ?? utcZone;
    expect(toInstant(zone, wall('20240507T083000'))).toBe(wall('20240507T063000'));
    expect(toInstant(zone, wall('20241207T083000'))).toBe(wall('20241207T073000'));
    expect(read('RRULE:FREQ=SECONDLY')?.changes.length).toBeLessThan(1000);
    expect(read('RRULE:FREQ=DAILY')?.changes.length).toBeLessThan(1000);
    expect(readZone({ name: 'VTIMEZONE', lines: [], components: [] })).toBeUndefined();
  });

  it('prefers the definition in the object and falls back to the person', () => {
    const body = readContentText(
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR',
    ).components[0];
    const book = zoneBook(body ?? { name: '', lines: [], components: [] }, berlin);
    expect(offsetAt(book.zone('Europe/Berlin'), 0)).toBe(5 * hour);
    expect(book.zone('America/New_York').name).toBe('America/New_York');
    expect(book.zone('Etc/UTC')).toBe(utcZone);
    expect(book.zone('Nowhere')).toBe(berlin);
    expect(book.vtimezone('Nowhere')).toBeUndefined();
    expect(book.vtimezone('Europe/Berlin')).toBe(body?.components[0]);
  });
});

describe('TZ and DAYLIGHT', () => {
  const at = wall('20240422T080000');
  const newYork = userZone('America/New_York');
  const read = (lines: string, person = newYork, instant = at) =>
    readZoneLines([calendar(lines)], person, instant);

  it.each([
    ['TZ:+01\r\nDAYLIGHT:TRUE;+02;20240331T010000Z;20241027T010000Z;CET;CEST', 'Europe/Berlin'],
    // SyncEvolution 2.0.0 puts the next beginning beside the last end.
    ['TZ:+01:00\r\nDAYLIGHT:TRUE;+02;20250330T010000Z;20241027T010000Z;MEZ;MESZ', 'Europe/Berlin'],
    // Local, as Funambol writes it.
    ['TZ:+0100\r\nDAYLIGHT:TRUE;+0200;20240331T020000;20241027T030000;CET;CEST', 'Europe/Berlin'],
    ['TZ:-05\r\nDAYLIGHT:TRUE;-04;20240310T070000Z;20241103T060000Z;EST;EDT', 'America/New_York'],
    ['TZ:+00:00\r\nDAYLIGHT:FALSE', 'UTC'],
    ['TZ:-05', 'America/New_York'],
    ['TZ:+05:45\r\nDAYLIGHT:FALSE', 'Asia/Kathmandu'],
  ])('%s', (lines, name) => {
    expect(read(lines)?.name).toBe(name);
  });

  it('prefers the zone of the person', () => {
    const lines = 'TZ:+01\r\nDAYLIGHT:TRUE;+02;20240331T010000Z;20241027T010000Z;CET;CEST';
    expect(read(lines, userZone('Europe/Paris'))?.name).toBe('Europe/Paris');
  });

  it('keeps the bare offset of a zone nobody knows', () => {
    const odd = 'TZ:+03:17\r\nDAYLIGHT:TRUE;+04:17;20240401T000000Z;20241001T000000Z;A;B';
    const zone = read(odd) ?? utcZone;
    expect(zone.name).toBe('');
    expect(offsetAt(zone, at)).toBe(4 * hour + 17 * 60_000);
    expect(offsetAt(read(odd, newYork, wall('20241222T080000')) ?? utcZone, at)).toBe(3 * hour + 17 * 60_000);
    expect(read('SUMMARY:x')).toBeUndefined();
    expect(read('TZ:noon')).toBeUndefined();
  });

  it.each([
    [
      'Europe/Berlin',
      '20240304T080000',
      'TZ:+01 DAYLIGHT:TRUE;+02;20240331T010000Z;20241027T010000Z;CET;CEST',
    ],
    [
      'Europe/Berlin',
      '20241224T080000',
      'TZ:+01 DAYLIGHT:TRUE;+02;20250330T010000Z;20251026T010000Z;CET;CEST',
    ],
    ['Asia/Kolkata', '20240304T080000', 'TZ:+0530 DAYLIGHT:FALSE'],
    ['UTC', '20240304T080000', 'TZ:+00 DAYLIGHT:FALSE'],
  ])('writes %s at %s', (name, instant, expected) => {
    const lines = writeZoneLines(userZone(name), wall(instant));
    expect(lines.map((line) => `${line.name}:${line.value}`).join(' ')).toBe(expected);
  });
});
