/** Phones that fall silent on the production rung, and ten others of the same account, which share its collections. */
import { contactText, httpTransport } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { simulatedPhone } from './simulated-phone.ts';
import { startSplitWorld } from './split-world.ts';

const numbers = Array.from({ length: 10 }, (_, index) => index);

it('nobody waits for them, and nobody is turned away', async () => {
  const world = await startSplitWorld();
  try {
    const { account } = await world.newPerson();
    const fronts = [world.service('front').url, world.service('front2').url];
    const phoneOf = async (number: number): Promise<Phone> => {
      const phone = simulatedPhone(await world.api.addDevice(account, `phone ${number}`), {
        deviceUri: `IMEI:0000000000600${String(number).padStart(2, '0')}`,
        // No patience: a front that says it is busy is a failure here.
        transport: httpTransport,
        route: (url, ordinal) => url.replace(/^https?:\/\/[^/]+/, fronts[(number + ordinal) % 2] ?? ''),
      });
      phone.add('card', contactText(number + 1, 'text/vcard'));
      return phone;
    };
    const silent = [await phoneOf(90), await phoneOf(91), await phoneOf(92)];
    const [first, unread, sent] = silent;
    const vanished = [
      await first?.sync({ vanishAfter: 1 }),
      await unread?.sync({ vanishBeforeReplyTo: 1 }),
      await sent?.sync({ vanishBeforeReplyTo: 2 }),
    ];
    expect(vanished.map((report) => report?.outcome)).toEqual(['vanished', 'vanished', 'vanished']);

    const others = await Promise.all(numbers.map(phoneOf));
    const reports = await Promise.all(others.map((phone) => phone.sync()));
    expect(reports.map(({ outcome }) => outcome)).toEqual(numbers.map(() => 'finished'));
    const { sessions } = (await world.operator.run(['session', 'list', '--account', account])) as {
      sessions: { phase: string }[];
    };
    // The silent ones' sessions are as open as they were; what anybody had to wait for cannot have been their end.
    expect(sessions.map(({ phase }) => phase).toSorted()).toEqual([
      ...numbers.map(() => 'finished'),
      'open',
      'open',
      'open',
    ]);
    // Each comes back, and goes on as if nothing had been.
    for (const phone of silent) expect((await phone.sync()).outcome).toBe('finished');
  } finally {
    await world.close();
  }
});
