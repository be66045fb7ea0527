/**
 * SyncEvolution stopped in the middle of a sync: suspended by its user (it comes back with 225), or dead
 * (it says nothing and comes back with a slow sync). Afterwards nothing is lost and nothing doubled, on a device that
 * brings everything and on empty ones that fetch it.
 */
import { join } from 'node:path';
import { createSyncEvolution, startHttpProxy, type SyncEvolution } from '@anchorage/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fill } from './syncevolution-data.ts';
import { startWorld, type World } from './world.ts';

const items = 30;
/** Whether it says 224 before it stops depends on the moment; a dead one has not noted that it could resume. */
const howItComesBack = { suspend: /225/, die: /^$/ } as const;

describe('a real client stopped in the middle', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ product: 'radicale' });
  });
  afterAll(async () => {
    await world.close();
  });

  it.each([
    { message: 2, how: 'suspend', filled: true },
    { message: 3, how: 'suspend', filled: false },
    { message: 4, how: 'suspend', filled: false },
    { message: 2, how: 'die', filled: false },
    { message: 3, how: 'die', filled: false },
    { message: 4, how: 'die', filled: false },
  ] as const)('at message $message ($how)', async ({ message, how, filled }) => {
    const name = `${how}-${message}`;
    const alerts: string[] = [];
    let messages = 0;
    let stopped: Promise<void> | undefined;
    let device: SyncEvolution | undefined;
    const login = await world.operator.addDevice(world.account, name);
    const proxy = await startHttpProxy(new URL(login.url).origin, {
      onRequest({ body }) {
        messages += 1;
        alerts.push(...(body.toString().match(/<Data>22[45]<\/Data>/g) ?? []));
        return 'forward';
      },
      async onAnswer() {
        if (messages !== message || stopped !== undefined) return 'forward';
        stopped = device?.interrupt(how);
        // The signal comes before the answer, so that no client is done before it is told to stop.
        await stopped;
        return how === 'suspend' ? 'forward' : 'cut';
      },
    });
    device = await createSyncEvolution({
      folder: join(world.folder, name),
      ...login,
      url: `${proxy.url}/sync`,
      deviceId: `interrupted-${name}`,
      version: '1.2',
      encoding: 'xml',
      auth: 'md5',
      maxMsgSize: 20_000,
    });
    if (filled) await fill(device, items);
    expect((await device.sync()).ok).toBe(false);
    await stopped;

    for (let round = 0; round < 2; round += 1) {
      const report = await device.sync();
      expect(report.error).toBeNull();
      await world.operator.sync(world.account);
    }
    await proxy.close();
    expect(alerts.join()).toMatch(howItComesBack[how]);
    const [cards, events] = [await device.items('card'), await device.items('cal')];
    expect([cards.size, events.size]).toEqual([items, items]);
    expect(difference(contactsOf(cards.values()), contactsOf(await world.bodies('contacts')))).toEqual(
      noDifference,
    );
    expect(difference(eventsOf(events.values()), eventsOf(await world.bodies('calendar')))).toEqual(
      noDifference,
    );
  });
});
