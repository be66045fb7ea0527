import { describe, expect, it } from 'vitest';
import { changedAt } from './changed-at.ts';

describe('changedAt', () => {
  it.each([
    ['REV:20240131T120000Z', Date.UTC(2024, 0, 31, 12)],
    ['REV:2024-01-31T12:00:00Z', Date.UTC(2024, 0, 31, 12)],
    ['rev;VALUE=date-time:20240131T120000.5Z', Date.UTC(2024, 0, 31, 12)],
    ['item1.REV:20240131T1200\r\n 00Z', Date.UTC(2024, 0, 31, 12)],
    ['LAST-MODIFIED:20240131T120000Z\r\nLAST-MODIFIED:20240201T000000Z', Date.UTC(2024, 1, 1)],
    ['REV:20240131T120000', null],
    ['REV:20240131', null],
    ['REV:20241331T120000Z', null],
    ['NOTE:REV:20240131T120000Z', null],
    ['', null],
  ])('%j', (line, expected) => {
    expect(changedAt(`BEGIN:VCARD\r\n${line}\r\nEND:VCARD\r\n`)).toBe(expected);
  });
});
