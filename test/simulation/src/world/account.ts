/** One person of a run: a cloud with up to three collections, up to three phones, and what the oracle remembers of them. */
import { createMemoryDav } from '@anchorage/kit';
import type { MemoryDav } from '@anchorage/kit';
import { kindOfDatastore } from '@anchorage/model';
import type { AccountId, LinkId, SessionId } from '@anchorage/model';
import { createLedger } from '../oracle/ledger.ts';
import type { Ledger, Side } from '../oracle/ledger.ts';
import type { Content } from '../people/content.ts';
import { createOwnersWord } from '../oracle/owners-word.ts';
import type { OwnersWord } from '../oracle/owners-word.ts';
import { watchCloudEmptied } from '../oracle/watch-cloud-emptied.ts';
import type { CloudEmptiedWatch } from '../oracle/watch-cloud-emptied.ts';
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
  readonly word: OwnersWord;
  readonly emptied: CloudEmptiedWatch;
  /** Sessions that their owner had taken back. */
  readonly undone: Set<SessionId>;
  readonly password: string;
  /** Somebody has taken everything of one kind off one side. */
  wasEmptied: boolean;
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
  const word = createOwnersWord();
  const emptied = watchCloudEmptied(ground.findings, word);
  sites.set(origin, { dav, authorization, removed: (path, body) => noteRemoved(dav, emptied, path, body) });
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
    word,
    emptied,
    undone: new Set(),
    password,
    wasEmptied: false,
  };
}

/** One of two resources for the same item may go unasked. */
function noteRemoved(dav: MemoryDav, emptied: CloudEmptiedWatch, path: string, body: string): void {
  const content = contents.find(({ collection }) => path.startsWith(dav.collectionPath(collection)));
  const token = content?.read(body)?.token;
  if (content === undefined || token === undefined) return;
  const isLeft = dav.members(content.collection).some((one) => content.read(one.body)?.token === token);
  if (!isLeft) emptied.removed(token);
}

/** At least one, in their order. */
function someOf({ chance }: Ground, from: readonly Content[]): readonly Content[] {
  const kept = from.filter(() => chance.hits(0.45));
  return kept.length === 0 ? [chance.pick(from)] : kept;
}
