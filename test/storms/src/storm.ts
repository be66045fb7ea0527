/**
 * One story: a phone and its cloud through stormy sessions, with calm ones in between after which both sides must hold
 * the same, nothing twice, nothing lost, and a further sync must change nothing.
 */
import type { PhoneModel } from '@anchorage/kit';
import { calmDown } from './calm.ts';
import { createChance } from './chance.ts';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { createScene } from './scene.ts';
import { stormySession } from './session.ts';
import { createStory } from './story-book.ts';
import { createVirtualTime } from './virtual-time.ts';
import { createWeather } from './weather.ts';

export interface StormResult {
  /** Sessions in bad weather; the calm ones are not counted. */
  readonly sessions: number;
  /** Null: all is well. */
  readonly problem: string | null;
  /** What happened, where it was asked for. */
  readonly lines: readonly string[];
}

export async function runStorm(seed: number, model: PhoneModel, tell: boolean): Promise<StormResult> {
  const time = createVirtualTime(Date.UTC(2026, 0, 5, 8));
  const story = createStory(tell, () => time.now());
  const weather = createWeather(createChance(seed, 1));
  const chance = createChance(seed, 2);
  let sessions = 0;
  let gateway: Gateway | null = null;
  try {
    gateway = await time.during(createGateway({ time, chance: createChance(seed, 3), weather }));
    const scene = createScene({ seed, model, gateway, time, weather, chance, story });
    for (let storms = 0; storms < stormsPerStory; storms += 1) {
      weather.storm();
      for (let rounds = 0; rounds < sessionsPerStorm; rounds += 1) {
        sessions += 1;
        await time.during(stormySession(scene));
      }
      weather.calm();
      await time.during(calmDown(scene));
    }
    return { sessions, problem: null, lines: story.lines };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { sessions, problem, lines: story.lines };
  } finally {
    if (gateway !== null) await time.during(gateway.close());
  }
}

/** In bad weather; the calm ones are not counted. */
export const sessionsPerStory = 20;
const stormsPerStory = 2;
const sessionsPerStorm = sessionsPerStory / stormsPerStory;
