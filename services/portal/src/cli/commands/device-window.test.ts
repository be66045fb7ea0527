import { expect, it } from 'vitest';
import { windowInWords } from './device-window.ts';

it.each([
  [null, 'all days'],
  [{ back: 14, forward: 90 }, 'days 14 back, 90 ahead'],
  [{ back: null, forward: 0 }, 'days all before, 0 ahead'],
  [{ back: 7, forward: null }, 'days 7 back, all to come'],
])('says %j as %s', (window, words) => {
  expect(windowInWords(window)).toBe(words);
});
