import { describe, expect, it } from 'vitest';
import { withUid } from './fresh-uid.ts';

describe('withUid', () => {
  it.each<[string, string[], string[]]>([
    [
      'a card',
      ['BEGIN:VCARD', 'UID:old', 'FN:UID:old', 'END:VCARD'],
      ['BEGIN:VCARD', 'UID:new', 'FN:UID:old', 'END:VCARD'],
    ],
    ['a folded one', ['UID:very-', ' long', '\t-value', 'FN:x'], ['UID:new', 'FN:x']],
    ['with parameters and a group', ['item1.UID;VALUE=text:old', 'FN:x'], ['item1.UID:new', 'FN:x']],
    [
      'all components of a series, not the alarm',
      [
        'BEGIN:VEVENT',
        'UID:old',
        'BEGIN:VALARM',
        'UID:a1',
        'END:VALARM',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'uid:old',
      ],
      [
        'BEGIN:VEVENT',
        'UID:new',
        'BEGIN:VALARM',
        'UID:a1',
        'END:VALARM',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:new',
      ],
    ],
    ['none', ['BEGIN:VCARD', 'X-UID:old'], ['BEGIN:VCARD', 'X-UID:old']],
  ])('%s', (_, before, after) => {
    for (const end of ['\r\n', '\n']) {
      expect(withUid(before.join(end) + end, 'new')).toBe(after.join(end) + end);
    }
  });
});
