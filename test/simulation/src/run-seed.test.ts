import { describe, expect, it } from 'vitest';
import { faultKinds } from './faults.ts';
import { regressionSeeds } from './regression-seeds.ts';
import { runMany } from './run-many.ts';
import { runSeed } from './run-seed.ts';

describe('a run', { timeout: 120_000 }, () => {
  it('is the same for the same seed, told or not, here or in a thread', async () => {
    const once = await runSeed(5);
    const told = await runSeed(5, { story: true });
    expect(told.trace).toBe(once.trace);
    expect({ ...told, story: [] }).toEqual(once);
    const figures = await runMany({ from: 5, count: 1, sabotage: null, progress: () => undefined });
    expect([figures.steps, figures.faults]).toEqual([once.steps, once.faults]);
  });

  it('is another one for another seed', async () => {
    const traces = await Promise.all([11, 12, 13].map(async (seed) => (await runSeed(seed)).trace));
    expect(new Set(traces).size).toBe(3);
  });

  it('tells its story in words: who did what, and what went wrong', async () => {
    const { story } = await runSeed(5, { story: true });
    const text = story.join('\n');
    expect(text).toMatch(/phone 1\d +syncs \(20\d\)/);
    expect(text).toMatch(/connector \d +PUT /);
    expect(text).toContain('round 2 without faults');
  });

  it.each(regressionSeeds.map(({ seed, about }) => [seed, about] as const))(
    'finds nothing any more with seed %i: %s',
    async (seed) => {
      expect((await runSeed(seed)).findings).toEqual([]);
    },
  );
});

it('has faults of every kind that the matrix of faults names for a simulation', () => {
  const named = ['message', 'reply', 'phone', 'front', 'connector', 'database', 'job', 'queue', 'dav'];
  for (const about of named) {
    expect(Object.keys(faultKinds).filter((kind) => kind.startsWith(about)).length).toBeGreaterThan(0);
  }
});
