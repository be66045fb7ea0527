/**
 * What the store promises (see its port), as one suite that runs on every database, so that the rungs cannot drift.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '@anchorage/store';
import { enrolmentsContract } from './enrolments.ts';
import { largeContract } from './large.ts';
import { holdsContract } from './holds.ts';
import { peopleContract } from './people.ts';
import { phonesContract } from './phones.ts';
import { placesContract } from './places.ts';
import { replicaContract } from './replica.ts';
import { sessionsContract } from './sessions.ts';
import { transactionsContract } from './transactions.ts';
import { undosContract } from './undos.ts';
import { versionsContract } from './versions.ts';
import { workContract } from './work.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

export { createWorld, testKeys, testRandom } from './world.ts';

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
    describe('versions', () => {
      versionsContract(given);
    });
    describe('phones', () => {
      phonesContract(given);
    });
    describe('enrolments', () => {
      enrolmentsContract(given, clock);
    });
    describe('held deletions', () => {
      holdsContract(given);
    });
    describe('undos', () => {
      undosContract(given);
    });
    describe('sessions', () => {
      sessionsContract(given);
    });
    describe('places for whole syncs', () => {
      placesContract(given);
    });
    describe('large objects', () => {
      largeContract(given);
    });
    describe('work towards the cloud', () => {
      workContract(given);
    });
    describe('transactions', () => {
      transactionsContract(given);
    });
  });
}
