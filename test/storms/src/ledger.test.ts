/** The property itself: what it lets pass, and what it does not. */
import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';

const agreed = { key: 'Ann', one: '1', two: '2' };

type Case = [string, (ledger: Ledger) => void, readonly (typeof agreed)[], readonly string[]];

/** After both sides agreed on Ann. */
function begun(edits: (ledger: Ledger) => void): Ledger {
  const ledger = createLedger();
  ledger.wrote('phone', 'card', 'Ann', { one: '1', two: '2' });
  expect(ledger.agree('card', [agreed])).toEqual([]);
  edits(ledger);
  return ledger;
}

describe('what both sides may agree on', () => {
  it.each<Case>([
    ['nothing happened', () => undefined, [agreed], []],
    ['lost', () => undefined, [], ['card Ann: lost']],
    ['doubled', () => undefined, [agreed, agreed], ['card Ann: there 2 times']],
    ['changed by nobody', () => undefined, [{ ...agreed, two: '3' }], ['card Ann: two is 3, not 2']],
    ['out of nowhere', () => undefined, [agreed, { ...agreed, key: 'Bob' }], ['card Bob: nobody wrote that']],
    [
      'an edit lost',
      (ledger) => ledger.wrote('cloud', 'card', 'Ann', { one: '3' }),
      [agreed],
      ['card Ann: one is 1, not 3'],
    ],
    ...[agreed, { ...agreed, one: '3' }].map((left): Case => [
      'an edit that its phone wrote over before it was sent, left or not',
      (ledger) => {
        ledger.wrote('phone', 'card', 'Ann', { one: '3' });
        ledger.overwritten('card', 'Ann', '3');
      },
      [left],
      [],
    ]),
    [
      'what came in the place of such an edit, lost',
      (ledger) => {
        ledger.wrote('cloud', 'card', 'Ann', { one: '4' });
        ledger.wrote('phone', 'card', 'Ann', { one: '3' });
        ledger.overwritten('card', 'Ann', '3');
      },
      [agreed],
      ['card Ann: one is 1, not 4 or 3'],
    ],
    [
      'an edit on each side of different fields',
      (ledger) => {
        ledger.wrote('cloud', 'card', 'Ann', { one: '3' });
        ledger.wrote('phone', 'card', 'Ann', { two: '4' });
      },
      [{ ...agreed, one: '3', two: '4' }],
      [],
    ],
    [
      'a conflict that neither won',
      (ledger) => {
        ledger.wrote('cloud', 'card', 'Ann', { one: '3' });
        ledger.wrote('phone', 'card', 'Ann', { one: '4' });
      },
      [agreed],
      ['card Ann: one is 1, not 4 or 3'],
    ],
    ['deleted', (ledger) => ledger.deleted('phone', 'card', 'Ann'), [], []],
    [
      'deleted, and back',
      (ledger) => ledger.deleted('phone', 'card', 'Ann'),
      [agreed],
      ['card Ann: deleted, and there again'],
    ],
    [
      'deleted, and back after a slow sync',
      (ledger) => {
        ledger.deleted('phone', 'card', 'Ann');
        ledger.slow('card');
      },
      [agreed],
      [],
    ],
    [
      'deleted here, changed there',
      (ledger) => {
        ledger.deleted('phone', 'card', 'Ann');
        ledger.wrote('cloud', 'card', 'Ann', { one: '3' });
      },
      [{ ...agreed, one: '3' }],
      [],
    ],
  ])('%s', (_, edits, entries, problems) => {
    expect(begun(edits).agree('card', entries)).toEqual(problems);
  });
});
