import { describe, expect, it } from 'vitest';
import { isDoubtfulListing, isMassDelete, mayBeMassDelete } from './guard.ts';

describe('isMassDelete', () => {
  it.each([
    [1, 1, 0, false],
    [2, 2, 0, false],
    [3, 3, 0, true],
    [3, 3, 1, false],
    [10, 10, 0, true],
    [10, 11, 1, false],
    [11, 12, 1, true],
    [11, 100, 89, false],
    [20, 100, 80, false],
    [21, 100, 79, true],
    [2000, 10_000, 8000, false],
    [2001, 10_000, 7999, true],
    [0, 0, 0, false],
  ])('%i of %i, %i left: %s', (deletes, had, left, expected) => {
    expect(isMassDelete(deletes, had, left)).toBe(expected);
    // The quick look never spares what the guard would hold.
    expect(mayBeMassDelete(deletes) || !expected).toBe(true);
  });

  it('need not look closer at one or two', () => {
    expect([0, 1, 2, 3].map(mayBeMassDelete)).toEqual([false, false, false, true]);
  });
});

describe('isDoubtfulListing', () => {
  it.each([
    [0, 0, 0, false],
    [0, 5, 5, false],
    [0, 6, 6, true],
    [0, 300, 300, true],
    [1, 11, 10, false],
    [1, 12, 11, true],
    [70, 100, 30, false],
    [69, 100, 31, true],
    [500, 100, 0, false],
  ])('%i members, %i known, %i of them missing: %s', (members, known, missing, expected) => {
    expect(isDoubtfulListing(members, known, missing)).toBe(expected);
  });
});
