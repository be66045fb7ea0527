/**
 * What the store promises (see port.ts), as one suite that runs on every database, so that the rungs cannot drift.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from './port.ts';
import { peopleContract } from './suite/people.ts';
import { phonesContract } from './suite/phones.ts';
import { replicaContract } from './suite/replica.ts';
import { sessionsContract } from './suite/sessions.ts';
import { transactionsContract } from './suite/transactions.ts';
import { workContract } from './suite/work.ts';
import { createWorld } from './suite/world.ts';
import type { World } from './suite/world.ts';

export { createWorld, testKeys, testRandom } from './suite/world.ts';

/** @param open an empty database, opened; the suite closes it */
export function storeContract(name: string, open: (clock: { now(): number }) => Promise<Store>): void {
  describe(`store contract: ${name}`, () => {
    let world: World;
    const clock = { now: () => 1_000_000 };
    beforeAll(async () => {
      world = createWorld(await open(clock));
    });
    afterAll(() => world.store.close());
    const given = (): World => world;
    describe('people and keys', () => {
      peopleContract(given);
    });
    describe('replica', () => {
      replicaContract(given);
    });
    describe('phones', () => {
      phonesContract(given);
    });
    describe('sessions', () => {
      sessionsContract(given);
    });
    describe('work towards the cloud', () => {
      workContract(given);
    });
    describe('transactions', () => {
      transactionsContract(given);
    });
  });
}
