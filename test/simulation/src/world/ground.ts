/** What all of a run stands on: time and chance, one database, one queue, the network's far end, and who is watching. */
import type { Clock, Logger, Randomness } from '@anchorage/model';
import type { ConnectorSettings } from '@anchorage/connector';
import { keyRing, openStore } from '@anchorage/store';
import type { Store } from '@anchorage/store';
import { createChance } from '../chance.ts';
import type { Chance } from '../chance.ts';
import { createFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { createFindings } from '../oracle/findings.ts';
import type { Findings } from '../oracle/findings.ts';
import { createLogBook } from '../ports/log.ts';
import type { CloudSite } from '../ports/cloud-network.ts';
import { createQueue } from '../ports/queue.ts';
import type { SimulatedQueue } from '../ports/queue.ts';
import { seededRandomness } from '../ports/randomness.ts';
import type { Sabotage } from '../sabotage/sabotage.ts';
import { createActor, createScheduler } from '../scheduler.ts';
import type { Actor, Scheduler } from '../scheduler.ts';
import { createStory } from '../story.ts';
import type { Story } from '../story.ts';

export interface Ground {
  readonly chance: Chance;
  /** For what befalls few runs: the others go on as they would without it. */
  readonly mishaps: Chance;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly story: Story;
  readonly findings: Findings;
  /** The database itself; processes see it through `steppedStore`. */
  readonly store: Store;
  readonly queue: SimulatedQueue;
  /** By origin. */
  readonly sites: Map<string, CloudSite>;
  readonly sabotage: Sabotage;
  readonly publicUrl: string;
  readonly connectorSettings: Partial<ConnectorSettings>;
  /** Who starts processes again and acts for the accounts' owners. */
  readonly operator: Actor;
  portsOf(actor: Actor): { readonly clock: Clock; readonly random: Randomness; readonly logger: Logger };
}

export async function prepareGround(seed: number, wantsStory: boolean, sabotage: Sabotage): Promise<Ground> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance, startsAt, mostSteps);
  const story = createStory(wantsStory, () => scheduler.now(), startsAt);
  const findings = createFindings(({ invariant, what }) =>
    story.tell('oracle', () => `${invariant}: ${what}`),
  );
  const faults = createFaults(chance);
  const random = seededRandomness(chance, scheduler);
  const log = createLogBook(canary, {
    leak: (line) => findings.add('I11', `a log line holds what nobody may read there: ${line}`),
    nobodys: (line) => findings.add('I12', `a log line does not say whose trouble it is: ${line}`),
    trouble: (line) => story.tell('log', () => line),
  });
  const recorded = (payload: string): void => {
    if (canary.test(payload)) findings.add('I11', `a job holds what nobody may read there: ${payload}`);
  };
  const keys = keyRing({ current: { id: 'simulated', key: chance.bytes(32) } });
  const small = chance.hits(0.5);
  return {
    chance,
    mishaps: createChance(seed + mishapsBegin),
    scheduler,
    faults,
    story,
    findings,
    store: await openStore({ url: 'sqlite::memory:', keys, clock: scheduler, random }),
    queue: createQueue({ scheduler, faults, story, recorded }),
    sites: new Map(),
    sabotage,
    publicUrl: 'http://gateway.example.org',
    connectorSettings: {
      sweepEvery: chance.pick([60_000, 120_000, 600_000]),
      refreshPoll: 2_000,
      pushParallel: chance.between(1, 3),
      ...(small ? { inboxBatch: 2, outgoingBatch: 3, fetchBatch: 2, journalBatch: 3 } : {}),
    },
    operator: createActor('operator'),
    portsOf: () => ({ clock: scheduler, random, logger: log.logger }),
  };
}

/**
 * In every name, text, number, password and device of a run, and never in a log, a job or an error. A hash may hold the number
 * by chance.
 */
export const canary = /kanari|(?<![\da-f])1555\d{7}(?![\da-f])|IMEI:0{6}/i;
/** Beyond all seeds that anybody asks for. */
const mishapsBegin = 2 ** 40;
const startsAt = Date.UTC(2026, 0, 5, 8);
const mostSteps = 300_000;
