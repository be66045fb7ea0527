/**
 * A SyncML client that nobody here wrote, through the gateway, to two DAV servers that nobody here wrote: every
 * version, encoding and way to log in. Three combinations a server with 100 contacts and 100 events, the others with
 * fewer. Compared item by item, by a reader that shares no code with the product.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSyncEvolution, editDelay, type SessionReport, type SyncEvolution } from '@anchorage/kit';
import { describe, expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fill } from './syncevolution-data.ts';
import { editCloud, editPhone, type Extent } from './syncevolution-edits.ts';
import { startWorld, type World } from './world.ts';

const large: Extent = { items: 100, edits: 10 };
const small: Extent = { items: 12, edits: 2 };

type Version = '1.0' | '1.1' | '1.2';
interface Combination {
  readonly version: Version;
  readonly encoding: 'xml' | 'wbxml';
  readonly auth: 'md5' | 'basic';
}

const combinations: readonly Combination[] = (['1.0', '1.1', '1.2'] as const).flatMap((version) =>
  (['xml', 'wbxml'] as const).flatMap((encoding) =>
    (['md5', 'basic'] as const).map((auth) => ({ version, encoding, auth })),
  ),
);
const large3 = new Set(['1.0 wbxml basic', '1.1 xml md5', '1.2 wbxml md5']);

describe.each(['radicale', 'xandikos'] as const)('SyncEvolution in front of %s', (product) => {
  it.each(
    combinations.map((combination) => {
      const name = `${combination.version} ${combination.encoding} ${combination.auth}`;
      return { ...combination, name, extent: large3.has(name) ? large : small };
    }),
  )('$name, $extent.items of each', async ({ extent, ...combination }) => {
    const world = await startWorld({ product });
    try {
      await wholeStory(world, combination, extent);
    } finally {
      await world.close();
    }
  });
});

async function wholeStory(world: World, combination: Combination, extent: Extent): Promise<void> {
  const first = await phone(world, 'first', combination);
  await fill(first, extent.items);
  succeeded(await first.sync());
  await world.operator.sync(world.account);
  await expectSame(first, world);

  const second = await phone(world, 'second', combination);
  succeeded(await second.sync());
  await expectSame(second, world);

  await sleep(editDelay);
  await editPhone(first, extent);
  await editCloud(world, extent);
  succeeded(await first.sync());
  await world.operator.sync(world.account);
  await expectSame(first, world);
  succeeded(await second.sync());
  await expectSame(second, world);

  const before = await etags(world);
  await sleep(editDelay);
  for (const device of [first, second]) {
    const report = await device.sync();
    succeeded(report);
    expect(changesOf(report)).toEqual([]);
  }
  await world.operator.sync(world.account);
  expect(await etags(world)).toEqual(before);
}

async function phone(world: World, name: string, combination: Combination): Promise<SyncEvolution> {
  const { url, username, password } = await world.operator.addDevice(world.account, name);
  return createSyncEvolution({
    folder: join(world.folder, name),
    url,
    username,
    password,
    deviceId: `test-${name}`,
    ...combination,
  });
}

function succeeded(report: SessionReport): void {
  if (!report.ok)
    throw new Error(`the client failed with ${report.status} ${report.error ?? ''}\n${report.output}`);
}

async function expectSame(device: SyncEvolution, world: World): Promise<void> {
  const [cards, events] = [await device.items('card'), await device.items('cal')];
  const [cloudCards, cloudEvents] = [await world.bodies('contacts'), await world.bodies('calendar')];
  expect(difference(contactsOf(cards.values()), contactsOf(cloudCards))).toEqual(noDifference);
  expect(difference(eventsOf(events.values()), eventsOf(cloudEvents))).toEqual(noDifference);
}

/** Names of the stores in which anything was exchanged. */
function changesOf(report: SessionReport): readonly string[] {
  return Object.entries(report.sources)
    .filter(([, { local, remote }]) =>
      [local, remote].some(({ added, updated, removed, failed }) => added + updated + removed + failed > 0),
    )
    .map(([name]) => name);
}

async function etags(world: World): Promise<readonly string[]> {
  const collections = await Promise.all(
    (['contacts', 'calendar'] as const).map((name) => world.cloud.listAll(world.user, name)),
  );
  return collections
    .flat()
    .map(({ href, etag }) => `${href} ${etag}`)
    .toSorted();
}
