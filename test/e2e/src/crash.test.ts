/**
 * kill -9 at the worst moments. Afterwards every item is on both sides exactly once, compared item by item. Here with
 * the gateway in one process: front, connector and everything else die together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startHttpProxy, type HttpProxy, type Phone } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fillPhone, patientTransport, simulatedPhone, type Interference } from './simulated-phone.ts';
import { startWorld, type World } from './world.ts';

describe('the gateway killed', () => {
  let world: World;
  let davProxy: HttpProxy;

  beforeEach(async () => {
    world = await startWorld({
      product: 'radicale',
      async linkUrl(cloud) {
        davProxy = await startHttpProxy(cloud.url);
        return `${davProxy.url}/`;
      },
    });
  });
  afterEach(async () => {
    await world.close();
    await davProxy.close();
  });

  it.each([1, 7, 20])('between PUT number %i and its commit (F26)', async (fatal) => {
    const phone = await newPhone();
    fillPhone(phone, 15);
    const killed = killOnAnswer('PUT', fatal);
    await phone.sync();
    await killed;
    await settle();
    await expectBothSidesEqual(phone);
  });

  it.each([1, 4])('between DELETE number %i and its commit (F26)', async (fatal) => {
    const phone = await newPhone();
    fillPhone(phone, 10);
    await phone.sync();
    await settle();
    for (const luid of [...phone.items('card').keys()].slice(0, 5)) phone.delete('card', luid);
    const killed = killOnAnswer('DELETE', fatal);
    await phone.sync();
    await killed;
    await settle();
    await expectBothSidesEqual(phone);
    expect(phone.items('card').size).toBe(5);
  });

  it('after every message: the reply is committed and lost (F3, F24)', async () => {
    const phone = await newPhone({
      afterReply: async () => {
        await world.gateway().kill();
        await world.restartGateway();
        return true;
      },
    });
    fillPhone(phone, 12);
    await phone.sync();
    await settle();
    await expectBothSidesEqual(phone);
  });

  it('at any moment of any message (F24, F25)', async () => {
    const moments = [3, 40, 11, 90, 25, 150, 60, 5];
    const phone = await newPhone({
      during: async (ordinal) => {
        await sleep(moments[ordinal % moments.length] ?? 0);
        await world.gateway().kill();
        await world.restartGateway();
      },
    });
    fillPhone(phone, 12);
    await phone.sync();
    await phone.sync();
    await settle();
    await expectBothSidesEqual(phone);
  });

  it('in the middle of a session that the phone gives up (F4)', async () => {
    const phone = await newPhone();
    fillPhone(phone, 25);
    await phone.sync({ vanishBeforeReplyTo: 3 });
    await world.gateway().kill();
    await world.restartGateway();
    await phone.sync();
    await settle();
    await expectBothSidesEqual(phone);
  });

  async function newPhone(interference: Interference = {}): Promise<Phone> {
    const login = await world.operator.addDevice(world.account);
    return simulatedPhone(login, { transport: patientTransport(interference) });
  }

  /** Resolves when it has happened and the gateway runs again. */
  function killOnAnswer(method: string, fatal: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let seen = 0;
      davProxy.setHooks({
        async onAnswer(passing) {
          if (passing.method !== method) return 'forward';
          seen += 1;
          if (seen !== fatal) return 'forward';
          await world.gateway().kill();
          world.restartGateway().then(resolve, reject);
          return 'cut';
        },
      });
    });
  }

  async function settle(): Promise<void> {
    await world.operator.sync(world.account);
  }

  async function expectBothSidesEqual(phone: Phone): Promise<void> {
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await world.bodies('contacts'))),
    ).toEqual(noDifference);
    expect(
      difference(eventsOf(phone.items('cal').values()), eventsOf(await world.bodies('calendar'))),
    ).toEqual(noDifference);
  }
});
