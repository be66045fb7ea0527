import { describe, expect, it } from 'vitest';
import { newerSide } from './newer-side.ts';

const now = Date.UTC(2024, 5, 1);
const hour = 3_600_000;

describe('newerSide', () => {
  it.each([
    ['the phone, by a second', now - 1000, now - 2000, 'phone'],
    ['the cloud', now - 2 * hour, now - hour, 'cloud'],
    ['nobody, at the same second (F20)', now - hour, now - hour, null],
    ['nobody, when the phone does not say', null, now, null],
    ['nobody, when the cloud does not say', now, null, null],
    ['nobody, with a phone in 1970 (F20)', 86_400_000, now, null],
    ['nobody, with a phone in 2038 (F20)', Date.UTC(2038, 0, 19), now, null],
    ['nobody, with a cloud a day ahead', now, now + 24 * hour, null],
    ['the phone, in a zone taken for UTC (F20)', now + 13 * hour, now, 'phone'],
  ] as const)('%s', (_what, phone, cloud, expected) => {
    expect(newerSide({ phone, cloud, now })).toBe(expected);
  });
});
