/** One person of a run: a cloud with up to three collections, up to three phones, and what the oracle remembers of them. */
import { createMemoryDav } from '@anchorage/kit';
import type { MemoryDav } from '@anchorage/kit';
import { kindOfDatastore } from '@anchorage/model';
import type { AccountId, LinkId, SessionId } from '@anchorage/model';
import { createLedger } from '../oracle/ledger.ts';
import type { Ledger, Side } from '../oracle/ledger.ts';
import type { Content } from '../people/content.ts';
import { contents } from '../people/contents.ts';
import { createDevice } from './device.ts';
import type { Device } from './device.ts';
import type { Ground } from './ground.ts';
import type { Processes } from './processes.ts';

export interface SimulatedAccount {
  readonly name: string;
  readonly id: AccountId;
  readonly linkId: LinkId;
  readonly dav: MemoryDav;
  readonly cloud: Side;
  readonly contents: readonly Content[];
  readonly devices: readonly Device[];
  readonly ledger: Ledger;
  /** Sessions that their owner had taken back. */
  readonly undone: Set<SessionId>;
  readonly password: string;
}

export async function createAccount(
  ground: Ground,
  processes: Processes,
  number: number,
  sessions: number,
): Promise<SimulatedAccount> {
  const { chance, store, sites } = ground;
  const name = `person-${number}`;
  const origin = `https://cloud-${number}.example.org`;
  const dav = createMemoryDav({
    syncCollection: chance.hits(0.75),
    ...(chance.hits(0.4) ? { pageSize: chance.between(1, 4) } : {}),
  });
  const password = `kanari-cloud-${number}`;
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  sites.set(origin, { dav, authorization });
  const { id } = await store.accounts.add({ name, timeZone: 'Europe/Berlin' });
  const link = await store.links.add(id, {
    provider: 'generic',
    url: origin,
    rootUrl: `${origin}/`,
    username: name,
    password,
  });
  const held = someOf(ground, contents);
  const homes = await Promise.all(
    held.map(async (content) => {
      const collection = await store.collections.upsert(id, {
        linkId: link.id,
        url: origin + dav.collectionPath(content.collection),
        displayName: content.collection,
        kinds: [kindOfDatastore[content.datastore]],
        readOnly: false,
        maxResourceSize: null,
      });
      return { content, collectionId: collection.id };
    }),
  );
  const devices: Device[] = [];
  const cloud: Side = {
    name: `cloud of ${name}`,
    texts: ({ collection }) => dav.members(collection).map(({ body }) => body),
  };
  const ledger = createLedger(() => [cloud, ...devices]);
  const many = chance.pick([1, 1, 2, 2, 3]);
  for (let at = 1; at <= many; at += 1) {
    devices.push(
      await createDevice(ground, processes, { accountId: id, number: number * 10 + at, homes, ledger }),
    );
  }
  for (let at = 0; at < sessions; at += 1) chance.pick(devices).planned += 1;
  return {
    name,
    id,
    linkId: link.id,
    dav,
    cloud,
    contents: held,
    devices,
    ledger,
    undone: new Set(),
    password,
  };
}

/** At least one, in their order. */
function someOf({ chance }: Ground, from: readonly Content[]): readonly Content[] {
  const kept = from.filter(() => chance.hits(0.45));
  return kept.length === 0 ? [chance.pick(from)] : kept;
}
