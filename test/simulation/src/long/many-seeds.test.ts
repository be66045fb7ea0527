/** Enough runs that every kind of fault has hit, and the proof that the oracle would have seen something. */
import { expect, it } from 'vitest';
import { faultKinds } from '../faults.ts';
import { runMany } from '../run-many.ts';
import { sabotageNames } from '../sabotage/sabotage.ts';

it('finds nothing in 500 runs, and every fault was injected', async () => {
  const figures = await runMany({ from: 1, count: 500, sabotage: null, progress: () => undefined });
  expect(figures.failures).toEqual([]);
  expect(figures.seeds).toBe(500);
  expect(figures.sessions).toBeGreaterThan(2_000);
  expect(Object.keys(figures.faults).toSorted()).toEqual(Object.keys(faultKinds).toSorted());
});

it.each(sabotageNames)('finds what was planted: %s', async (sabotage) => {
  const figures = await runMany({ from: 1, count: 300, sabotage, progress: () => undefined });
  expect(figures.failures.length).toBeGreaterThan(0);
});
