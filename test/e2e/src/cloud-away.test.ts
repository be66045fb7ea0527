/** The DAV server stops during a phone's sync. The phone notices nothing; later everything arrives by itself. */
import { expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fillPhone, simulatedPhone } from './simulated-phone.ts';
import { startWorld } from './world.ts';

const arrivalDeadline = 90_000;

it.each(['radicale', 'xandikos'] as const)('%s stopped in the middle of a sync (F49)', async (product) => {
  const world = await startWorld({ product });
  try {
    const phone = simulatedPhone(await world.operator.addDevice(world.account));
    fillPhone(phone, 20);
    let stopped: Promise<void> | undefined;
    const report = await phone.sync({
      onExchange: async ({ ordinal }) => {
        if (ordinal === 1) stopped = world.cloud.stop();
        await stopped;
      },
    });
    expect(stopped).toBeDefined();
    expect(report.outcome).toBe('finished');
    expect(Object.values(report.datastores).map(({ finished }) => finished)).toEqual([true, true]);

    await world.cloud.restart();
    await expect
      .poll(async () => (await world.bodies('calendar')).length, { timeout: arrivalDeadline, interval: 500 })
      .toBe(20);
    await expect
      .poll(async () => (await world.bodies('contacts')).length, { timeout: arrivalDeadline })
      .toBe(20);
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await world.bodies('contacts'))),
    ).toEqual(noDifference);
    expect(
      difference(eventsOf(phone.items('cal').values()), eventsOf(await world.bodies('calendar'))),
    ).toEqual(noDifference);
  } finally {
    await world.close();
  }
});
