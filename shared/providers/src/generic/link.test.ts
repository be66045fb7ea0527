import { describe, expect, it } from 'vitest';
import { addressOf } from './link.ts';

describe('addressOf', () => {
  it.each([
    ['https://dav.example.org/dav', 'https://dav.example.org/dav'],
    [' http://dav.example.org:5232 ', 'http://dav.example.org:5232/'],
    ['dav.example.org', 'https://dav.example.org/'],
    ['dav.example.org:8443/remote.php/dav', 'https://dav.example.org:8443/remote.php/dav'],
    ['ada@example.org', 'https://example.org/'],
  ])('begins for %j at %j', (typed, expected) => {
    expect(addressOf(typed)).toBe(expected);
  });
  it.each(['', '   ', 'ftp://example.org', 'javascript://x', 'https://', 'two words'])(
    'refuses %j',
    (typed) => {
      expect(() => addressOf(typed)).toThrowError(expect.objectContaining({ code: 'unsupported' }));
    },
  );
});
