/** What some models cannot do, why, and what shows it. */
import type { Phone, PhoneModel, SyncReport } from '@anchorage/kit';
import { expect } from 'vitest';
import type { PhoneWorld } from './phone-world.ts';
import type { Situation, SituationName } from './situation.ts';

export interface Impossibility {
  readonly reason: string;
  readonly situations: readonly SituationName[];
  readonly holds: (model: PhoneModel, situation: Situation) => boolean;
  /** Asserts what comes of trying it all the same. */
  readonly shows: (attempt: Attempt) => Promise<void>;
}

/** The last session of the situation, everything before it done. */
export interface Attempt {
  readonly phone: Phone;
  readonly world: PhoneWorld;
  readonly sync: () => Promise<SyncReport>;
}

/** Why a model cannot be in a situation; null when it can. */
export function whyNot(situation: Situation, model: PhoneModel): Impossibility | null {
  const found = impossibilities.find(
    ({ situations, holds }) => situations.includes(situation.name) && holds(model, situation),
  );
  return found ?? null;
}

const impossibilities: readonly Impossibility[] = [
  {
    reason: 'suspend and resume came with SyncML 1.2',
    situations: ['resume', 'resume-down'],
    holds: ({ version }) => version !== '1.2',
    shows: resumeRefused,
  },
  {
    reason: 'SyncML 1.0 has no chunks: the phone cannot send it',
    situations: ['large-object-up'],
    holds: ({ version }) => version === '1.0',
    shows: staysOnPhone,
  },
  {
    reason: 'SyncML 1.0 has no chunks: it stays in the cloud',
    situations: ['large-object-down'],
    holds: ({ version }) => version === '1.0',
    shows: staysInCloud,
  },
  {
    reason: 'the phone supports no large objects: it cannot send one',
    situations: ['large-object-up'],
    holds: ({ maxObjSize }) => maxObjSize === null,
    shows: staysOnPhone,
  },
  {
    reason: 'the phone supports no large objects: it stays in the cloud',
    situations: ['large-object-down'],
    holds: ({ maxObjSize }) => maxObjSize === null,
    shows: staysInCloud,
  },
  {
    reason: 'its SyncCap has no such kind of sync',
    situations: ['one-way-from-client', 'refresh-from-client', 'one-way-from-server', 'refresh-from-server'],
    holds: ({ syncTypes }, { sessions }) =>
      sessions.some(({ sync }) => typeof sync.type === 'number' && !syncTypes.includes(sync.type - 199)),
    shows: async ({ sync }) => {
      await expect(sync()).rejects.toThrow('offers no sync of type');
    },
  },
];

/** DS Protocol 1.2: 225 is none of an earlier version's Alerts. */
async function resumeRefused({ phone }: Attempt): Promise<void> {
  const report = await phone.sync({ type: 225, datastores: ['card'] });
  expect(report.datastores['card']).toMatchObject({ alertStatus: 406, syncType: null, finished: false });
  // The next one is a plain one: nothing was unsettled by that.
  expect((await phone.sync({ type: 204, datastores: ['card'] })).datastores['card']).toMatchObject({
    alertStatus: 200,
    syncType: 204,
    finished: true,
  });
}

async function staysOnPhone({ sync, world }: Attempt): Promise<void> {
  await expect(sync()).rejects.toThrow('large objects are off');
  expect(await world.delivered('contacts')).toHaveLength(2);
}

async function staysInCloud({ phone, sync, world }: Attempt): Promise<void> {
  const report = await sync();
  expect(report.datastores['card']).toMatchObject({
    finished: true,
    received: { add: 0, replace: 0, delete: 0 },
  });
  expect(phone.items('card').size).toBe(2);
  expect(await world.delivered('contacts')).toHaveLength(3);
}
