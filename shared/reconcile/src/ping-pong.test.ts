import type { Turns } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { takeTurn } from './ping-pong.ts';

const hour = 3_600_000;

describe('takeTurn', () => {
  it.each<[what: string, changes: readonly (readonly [turn: string, at: number])[], found: number | null]>([
    ['a phone that syncs by itself', every(2, 40, 'a'), 5],
    ['one that does so a few times a day', every(11, 40, 'a'), 5],
    ['one that syncs once a day', every(24, 40, 'a'), null],
    ['a task ticked off daily that another ticks on', every(24, 40, 'a'), null],
    ['somebody who tries it five times', every(0.1, 5, 'a'), null],
    ['somebody who goes back and forth on the phone', every(1, 40, 'a', 'b'), null],
    ['edits of one item all day', every(1, 40, 'a', 'b', 'c', 'd'), null],
    [
      'the same change, with another one in between',
      [...every(1, 5, 'a'), ['b', 5 * hour], ...every(1, 5, 'a')],
      null,
    ],
    ['five times, and five times again in a week', [...every(1, 5, 'a'), ...later(every(1, 5, 'a'))], null],
    ['a clock that was set back', [...later(every(1, 5, 'a')), ['a', 0]], 5],
  ])('%s', (_what, changes, found) => {
    let turns: Turns | null = null;
    const judged = changes.map(([turn, at]) => {
      const taken = takeTurn(turns, turn, at);
      ({ turns } = taken);
      return taken.pingPong;
    });
    expect(judged.indexOf(true)).toBe(found ?? -1);
  });

  it('goes on finding it, and remembers no more than it needs', () => {
    let turns: Turns | null = null;
    for (const [turn, at] of every(1, 40, 'a')) {
      const taken = takeTurn(turns, turn, at);
      expect(taken.pingPong).toBe(at >= 5 * hour);
      ({ turns } = taken);
    }
    expect(turns).toEqual({ turn: 'a', at: [34, 35, 36, 37, 38, 39].map((at) => at * hour) });
  });
});

/** So many changes, every so many hours, by turns. */
function every(hours: number, count: number, ...changes: readonly string[]) {
  return Array.from(
    { length: count },
    (_, at) => [changes[at % changes.length] ?? '', at * hours * hour] as const,
  );
}

function later(changes: ReturnType<typeof every>): ReturnType<typeof every> {
  return changes.map(([turn, at]) => [turn, at + 7 * 24 * hour] as const);
}
