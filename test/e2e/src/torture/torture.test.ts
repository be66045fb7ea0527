import { expect, it } from 'vitest';
import { startSplitWorld } from '../split-world.ts';
import { torture, victims } from './rounds.ts';
import type { RoundOutcome } from './rounds.ts';

it('front, connector, Redis and PostgreSQL killed at random moments lose and double nothing (F24, F25, F28, F33, F39)', async () => {
  const world = await startSplitWorld();
  try {
    const seen: RoundOutcome[] = [];
    // The seed is one in which each of them dies.
    const outcomes = await torture({ world, rounds: 8, seed: 3, progress: (outcome) => seen.push(outcome) });
    expect(outcomes.map(({ lost, doubled }) => ({ lost, doubled }))).toEqual(
      outcomes.map(() => ({ lost: [], doubled: [] })),
    );
    expect(seen).toEqual(outcomes);
    expect(new Set(outcomes.map(({ victim }) => victim))).toEqual(new Set(victims));
  } finally {
    await world.close();
  }
});
