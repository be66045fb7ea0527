import { phoneModels } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { runStorm, sessionsPerStory } from './storm.ts';

it('tells the same story for the same seed', async () => {
  const [model] = phoneModels;
  if (model === undefined) throw new Error('no phone');
  const first = await runStorm(7, model, true);
  expect(first).toMatchObject({ sessions: sessionsPerStory, problem: null });
  expect(first.lines.length).toBeGreaterThan(100);
  expect(await runStorm(7, model, true)).toEqual(first);
  expect((await runStorm(9, model, true)).lines).not.toEqual(first.lines);
});
