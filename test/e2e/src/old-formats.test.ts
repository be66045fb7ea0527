/**
 * vCard 2.1 and vCalendar 1.0, as phones of 2003 send them, from a client that nobody here wrote. It drops what that
 * format cannot hold (its own vCalendar writer also drops monthly rules without a day): those are left out here and
 * come in the other suites.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSyncEvolution, editDelay, type SessionReport, type SyncEvolution } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fill } from './syncevolution-data.ts';
import { editCloud, editPhone } from './syncevolution-edits.ts';
import { startWorld, type World } from './world.ts';

const extent = { items: 40, edits: 4 };

it.each(['radicale', 'xandikos'] as const)(
  'vCard 2.1 and vCalendar 1.0 in front of %s (F60)',
  async (product) => {
    const world = await startWorld({ product });
    try {
      const first = await phone(world, 'first');
      await fill(first, extent.items);
      await dropWhatTheFormatCannotHold(first);
      succeeded(await first.sync());
      await world.operator.sync(world.account);
      await expectSame(first, world);

      const second = await phone(world, 'second');
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

      await sleep(editDelay);
      const quiet = await second.sync();
      succeeded(quiet);
      for (const { local, remote } of Object.values(quiet.sources)) {
        expect([local, remote]).toEqual([nothing, nothing]);
      }
    } finally {
      await world.close();
    }
  },
);

const nothing = { added: 0, updated: 0, removed: 0, failed: 0 };

async function phone(world: World, name: string): Promise<SyncEvolution> {
  const { url, username, password } = await world.operator.addDevice(world.account, name);
  return createSyncEvolution({
    folder: join(world.folder, name),
    url,
    username,
    password,
    deviceId: `old-${name}`,
    version: '1.1',
    encoding: 'wbxml',
    auth: 'md5',
    oldFormats: true,
  });
}

async function dropWhatTheFormatCannotHold(device: SyncEvolution): Promise<void> {
  for (const [name, text] of await device.items('cal')) {
    if (/RECURRENCE-ID|FREQ=MONTHLY/.test(text)) await device.remove('cal', name);
  }
}

function succeeded(report: SessionReport): void {
  if (!report.ok)
    throw new Error(`the client failed with ${report.status} ${report.error ?? ''}\n${report.output}`);
}

async function expectSame(device: SyncEvolution, world: World): Promise<void> {
  const [cards, events] = [await device.items('card'), await device.items('cal')];
  expect(difference(contactsOf(cards.values()), contactsOf(await world.bodies('contacts')))).toEqual(
    noDifference,
  );
  expect(difference(eventsOf(events.values()), eventsOf(await world.bodies('calendar')))).toEqual(
    noDifference,
  );
}
