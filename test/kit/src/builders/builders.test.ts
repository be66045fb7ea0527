import { describe, expect, it } from 'vitest';
import { contactText, eventText, inventContact, inventEvent } from './index.ts';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe('invented items', () => {
  it('are the same for the same seed and differ between seeds', () => {
    for (const type of ['text/x-vcard', 'text/vcard']) {
      expect(contactText(7, type)).toBe(contactText(7, type));
      expect(new Set(seeds.map((seed) => contactText(seed, type))).size).toBe(seeds.length);
    }
    expect(new Set(seeds.map((seed) => eventText(seed, 'text/calendar'))).size).toBe(seeds.length);
  });

  it('cover what phones get wrong', () => {
    const contacts = seeds.map((seed) => inventContact(seed));
    const events = seeds.map((seed) => inventEvent(seed));
    expect(contacts.some(({ family }) => /[^\u0020-\u007e]/.test(family))).toBe(true);
    expect(contacts.some(({ photo }) => photo !== null)).toBe(true);
    expect(contacts.some(({ note }) => note?.includes('\n') === true)).toBe(true);
    expect(events.some(({ allDay }) => allDay)).toBe(true);
    expect(events.some(({ alarmMinutes }) => alarmMinutes !== null)).toBe(true);
    expect(new Set(events.map(({ repeats }) => repeats?.every)).size).toBe(5);
  });

  it.each(['text/x-vcard', 'text/vcard', 'text/x-vcalendar', 'text/calendar'])(
    'are well formed %s',
    (type) => {
      for (const seed of seeds) {
        const text = type.endsWith('vcard') ? contactText(seed, type) : eventText(seed, type);
        expect(text).toMatch(/^BEGIN:V[A-Z]+\r\nVERSION:/);
        expect(text).toMatch(/\r\nEND:V[A-Z]+\r\n$/);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        // The new dialects fold at 75 octets; phones write the old ones as long as they come.
        const longest = type.startsWith('text/x-') ? 1_000 : 75;
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(longest);
      }
    },
  );
});
