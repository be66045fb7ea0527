/** Front, connector and portal as separate processes on PostgreSQL and Redis, and what may happen to each of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startHttpProxy, type HttpProxy, type Phone, type PhoneLogin } from '@anchorage/kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fillPhone, patientTransport, simulatedPhone, type Interference } from './simulated-phone.ts';
import { startSplitWorld, type Person, type SplitWorld } from './split-world.ts';

describe('separate processes', () => {
  let world: SplitWorld;
  let davProxy: HttpProxy;
  let person: Person;
  let login: PhoneLogin;
  let phones = 0;

  beforeAll(async () => {
    world = await startSplitWorld(async (cloud) => {
      davProxy = await startHttpProxy(cloud.url);
      return `${davProxy.url}/`;
    });
  });
  afterAll(async () => {
    await world.close();
    await davProxy.close();
  });
  beforeEach(async () => {
    davProxy.setHooks({});
    person = await world.newPerson();
    login = await world.operator.addDevice(person.account);
  });

  it('complete a session whose messages go to two fronts in turn (F25)', async () => {
    const fronts = [world.service('front').url, world.service('front2').url];
    const used = new Set<string>();
    const phone = newPhone({}, (url, ordinal) => {
      const chosen = fronts[ordinal % 2] ?? '';
      used.add(chosen);
      return url.replace(/^https?:\/\/[^/]+/, chosen);
    });
    fillPhone(phone, 100);
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');
    expect(report.messages).toBeGreaterThan(3);
    expect(used.size).toBe(2);
    await expectBothSidesEqual(phone);

    const second = newPhone({}, undefined, await world.operator.addDevice(person.account, 'second'));
    await second.sync();
    await expectBothSidesEqual(second);
  });

  it.each([1, 9])(
    'lose nothing when the connector is killed between PUT number %i and its commit',
    async (fatal) => {
      const phone = newPhone();
      fillPhone(phone, 12);
      let seen = 0;
      davProxy.setHooks({
        async onAnswer({ method }) {
          if (method !== 'PUT') return 'forward';
          seen += 1;
          if (seen !== fatal) return 'forward';
          await world.killAndRestart('connector');
          return 'cut';
        },
      });
      await phone.sync();
      await expectBothSidesEqual(phone);
      expect(seen).toBeGreaterThanOrEqual(fatal);
    },
  );

  it('lose nothing when the front is killed between its commit and its reply, at every message (F24)', async () => {
    const phone = newPhone({
      afterReply: async () => {
        await world.killAndRestart('front');
        return true;
      },
    });
    fillPhone(phone, 10);
    await phone.sync();
    await expectBothSidesEqual(phone);
  });

  it('lose nothing when everything is killed in the middle of a message (F25, F28)', async () => {
    const phone = newPhone({
      during: async (ordinal) => {
        await sleep(20 * ordinal);
        if (ordinal > 3) return;
        await Promise.all(
          (['front', 'connector', 'portal'] as const).map((name) => world.killAndRestart(name)),
        );
      },
    });
    fillPhone(phone, 10);
    await phone.sync();
    await phone.sync();
    await expectBothSidesEqual(phone);
  });

  it.each([1, 2, 3])('survive FLUSHALL after message %i (F34)', async (moment) => {
    const phone = newPhone({
      afterReply: async (ordinal) => {
        if (ordinal === moment) await world.redis.flushAll();
        return false;
      },
    });
    fillPhone(phone, 15);
    const report = await phone.sync();
    if (report.outcome !== 'finished') await phone.sync();
    await expectBothSidesEqual(phone);
  });

  it.each([2, 3])(
    'survive a Redis that goes back to before the sync, after message %i (F35)',
    async (moment) => {
      const before = await world.redis.remember();
      await syncThrough(moment, before);
    },
  );

  it.each([1, 3])('survive a Redis that lost the end of its file, after message %i (F35)', async (moment) => {
    await syncThrough(moment, () => world.redis.forgetTail(20_000));
  });

  it('keep nothing of a person in Redis', async () => {
    const phone = newPhone();
    fillPhone(phone, 5);
    await phone.sync();
    const everything = await dump();
    expect(everything).not.toContain('BEGIN:');
    expect(everything).not.toContain('example.org');
    expect(everything).not.toContain(login.password);
    expect(everything).not.toContain(person.user.password);
    await expectBothSidesEqual(phone);
  });

  /** Redis is struck after this message of a sync; whatever runs twice, the second sync finds nothing to do. */
  async function syncThrough(moment: number, strike: () => Promise<void>): Promise<void> {
    let struck = 0;
    const phone = newPhone({
      afterReply: async (ordinal) => {
        if (ordinal !== moment || struck > 0) return false;
        struck += 1;
        await strike();
        return false;
      },
    });
    fillPhone(phone, 15);
    const report = await phone.sync();
    if (report.outcome !== 'finished') await phone.sync();
    expect(struck).toBe(1);
    await expectBothSidesEqual(phone);
    const { datastores } = await phone.sync();
    expect(datastores['card']?.received).toEqual({ add: 0, replace: 0, delete: 0 });
  }

  function newPhone(
    interference: Interference = {},
    route?: (url: string, ordinal: number) => string,
    as: PhoneLogin = login,
  ): Phone {
    phones += 1;
    const url = `${world.service('front').url}/sync`;
    return simulatedPhone(
      { ...as, url },
      {
        deviceUri: `IMEI:00000000000${100 + phones}`,
        transport: patientTransport(interference),
        ...(route === undefined ? {} : { route }),
      },
    );
  }

  async function expectBothSidesEqual(phone: Phone): Promise<void> {
    await world.operator.sync(person.account);
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await person.bodies('contacts'))),
    ).toEqual(noDifference);
    expect(
      difference(eventsOf(phone.items('cal').values()), eventsOf(await person.bodies('calendar'))),
    ).toEqual(noDifference);
  }

  /** Every value of every key, whatever its type. */
  async function dump(): Promise<string> {
    const keys = (await world.redis.command(['KEYS', '*']))
      .split('\r\n')
      .filter((line) => line.startsWith('{'));
    expect(keys.length).toBeGreaterThan(0);
    const values = await Promise.all(keys.map((key) => world.redis.command(['DUMP', key])));
    return [...keys, ...values].join('\n');
  }
});
