import { describe, expect, it } from 'vitest';
import { isDoubtfulListing, isMassDelete } from './guard.ts';

describe('isMassDelete', () => {
  it.each([
    [1, 1, false],
    [10, 10, false],
    [11, 11, true],
    [11, 100, false],
    [20, 100, false],
    [21, 100, true],
    [2000, 10_000, false],
    [2001, 10_000, true],
  ])('%i of %i: %s', (deletes, living, expected) => {
    expect(isMassDelete(deletes, living)).toBe(expected);
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
