/**
 * Thousands of stormy sessions of every phone model, as tests. A story that goes wrong is told from its beginning; to
 * hear it again: `SEED=17 npx vitest run --project storms odd -t nokia-e51`.
 */
import { phoneModels } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { runStorm, sessionsPerStory } from './storm.ts';

/** The suites share the work so that it runs on as many processors: of how many this is which, from 0. */
export function manyStorms(which: number, suites: number): void {
  const { SEED } = process.env;
  const stories = Math.ceil(sessionsInAll / suites / phoneModels.length / sessionsPerStory);
  let sessions = 0;

  it.each(phoneModels.map((model) => [model.name, model] as const))(
    '%s: both sides hold the same afterwards, nothing doubled, nothing lost',
    async (name, model) => {
      const seeds = Array.from({ length: stories }, (_, at) => 1 + which + at * suites);
      for (const seed of SEED === undefined ? seeds : [Number(SEED)]) {
        const result = await runStorm(seed, model, false);
        sessions += result.sessions;
        if (result.problem !== null) throw new Error(await told(seed, name, model));
      }
    },
  );

  it.runIf(SEED === undefined)('were enough', () => {
    expect(sessions).toBeGreaterThanOrEqual(sessionsInAll / suites);
  });
}

/** The same story again, this time in words. */
async function told(seed: number, name: string, model: (typeof phoneModels)[number]): Promise<string> {
  const { lines, problem } = await runStorm(seed, model, true);
  return [
    `SEED=${seed} npx vitest run --project storms odd -t ${name}`,
    ...lines,
    problem ?? 'the second time all was well: something in it is not of its seed',
  ].join('\n');
}

const sessionsInAll = 10_000;
