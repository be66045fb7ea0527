/** Phones that log in with their user's name and password at the one DAV server that the operator named. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createOperator,
  startHttpProxy,
  startRadicale,
  startService,
  type DavServer,
  type DavUser,
  type HttpProxy,
  type Operator,
  type Phone,
  type PhoneOptions,
  type ServiceProcess,
} from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactsOf, difference, eventsOf, noDifference } from './same-items.ts';
import { fillPhone, patientTransport, simulatedPhone } from './simulated-phone.ts';

const alice: DavUser = { name: 'alice', password: 'canary-alice-app-password' };
const bob: DavUser = { name: 'bob', password: 'canary-bob-app-password' };

describe('pass-through', () => {
  let folder: string;
  let cloud: DavServer;
  let proxy: HttpProxy;
  let gateway: ServiceProcess;
  let operator: Operator;
  let logs: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anchorage-pass-through-'));
    cloud = await startRadicale({ users: [alice, bob] });
    proxy = await startHttpProxy(cloud.url);
    logs = '';
    gateway = await startService({
      name: 'gateway',
      environment: {
        DATA_DIR: folder,
        DAV_ALLOW_PRIVATE: 'true',
        DAV_UPSTREAM: `${proxy.url}/`,
        DAV_UPSTREAM_TIME_ZONE: 'Europe/Berlin',
        REPLY_DEADLINE_MS: '4000',
        SWEEP_INTERVAL_MS: '300',
        METRICS_PORT: '0',
      },
    });
    operator = createOperator({ DATA_DIR: folder });
  });
  afterEach(async () => {
    await gateway.stop();
    await proxy.close();
    await cloud.close();
    const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1'));
    const traces = (await Promise.all(files)).join('\n') + logs + gateway.log();
    await rm(folder, { recursive: true, force: true });
    if (traces.includes('canary')) throw new Error('a password stands in a file or a log');
  });

  it('lets two phones of one user and one of another in, each with its own things', async () => {
    const first = phone(alice, 21);
    fillPhone(first, 4);
    expect(await first.sync()).toMatchObject({ outcome: 'finished', headerStatuses: [212, 200, 200] });
    await operator.sync('alice');
    const second = phone(alice, 22);
    expect(await second.sync()).toMatchObject({ outcome: 'finished' });
    await expectSame(first, second);
    const stranger = phone(bob, 21);
    expect(await stranger.sync()).toMatchObject({ outcome: 'finished' });
    expect(stranger.items('card').size).toBe(0);
    for (const luid of [...second.items('card').keys()].slice(0, 1)) second.delete('card', luid);
    await second.sync();
    await operator.sync('alice');
    await first.sync();
    await expectSame(first, second);
    expect(first.items('card').size).toBe(3);
    const { devices } = (await operator.run(['device', 'list', '--account', 'alice'])) as {
      devices: readonly unknown[];
    };
    expect(devices).toHaveLength(2);
  });

  it('refuses a wrong password without asking the server again, and takes the right one', async () => {
    const wrong = phone({ ...alice, password: 'canary-mistyped' }, 21);
    expect(await wrong.sync()).toMatchObject({ outcome: 'refused', headerStatuses: [401, 401, 401] });
    const logins = refusedLogins();
    expect(logins).toBe(1);
    await wrong.sync();
    expect(refusedLogins()).toBe(logins);
    expect(await phone(alice, 21).sync()).toMatchObject({ outcome: 'finished' });
  });

  it('follows a password that was changed in the cloud', async () => {
    const before = phone(alice, 21);
    fillPhone(before, 2);
    await before.sync();
    await operator.sync('alice');
    const renewed = { ...alice, password: 'canary-alice-renewed' };
    await writeFile(
      join(cloud.folder, 'htpasswd'),
      [renewed, bob].map(({ name, password }) => `${name}:${password}\n`).join(''),
    );
    await cloud.restart();
    const after = phone(renewed, 21, { state: before.state() });
    fillPhone(after, 1, 10);
    const report = await after.sync();
    expect(report).toMatchObject({ outcome: 'finished', datastores: { card: { syncType: 200 } } });
    await operator.sync('alice');
    expect(contactsOf(await bodies(renewed, 'contacts'))).toHaveLength(3);
    expect(await phone(alice, 21).sync()).toMatchObject({ outcome: 'refused' });
  });

  it('tells a phone to come again while the cloud is away, and lets it in afterwards', async () => {
    await cloud.stop();
    const one = phone(alice, 21);
    fillPhone(one, 2);
    expect(await one.sync()).toMatchObject({ outcome: 'refused', headerStatuses: [417] });
    await cloud.restart();
    await expect.poll(() => one.sync(), { timeout: 60_000 }).toMatchObject({ outcome: 'finished' });
    await operator.sync('alice');
    await expectSame(one, one);
  });

  it.each(['while the cloud is asked', 'between enrolment and reply'] as const)(
    'survives a gateway that is killed %s',
    async (moment) => {
      let killed = false;
      const die = async (): Promise<void> => {
        if (killed) return;
        killed = true;
        logs += gateway.log();
        await gateway.kill();
        gateway = await gateway.restart();
      };
      if (moment === 'while the cloud is asked') {
        let seen = 0;
        proxy.setHooks({
          async onAnswer() {
            seen += 1;
            if (seen !== 6) return 'forward';
            await die();
            return 'cut';
          },
        });
      }
      const one = phone(alice, 21, {
        transport: patientTransport({
          afterReply: async () => {
            if (moment !== 'between enrolment and reply' || killed) return false;
            await die();
            return true;
          },
        }),
      });
      fillPhone(one, 3);
      await expect.poll(() => one.sync(), { timeout: 60_000 }).toMatchObject({ outcome: 'finished' });
      expect(killed).toBe(true);
      await operator.sync('alice');
      await expectSame(one, one);
      const { accounts } = (await operator.run(['account', 'list'])) as { accounts: readonly unknown[] };
      expect(accounts).toHaveLength(1);
    },
  );

  function phone(user: DavUser, number: number, options: Partial<PhoneOptions> = {}): Phone {
    const login = { id: '', url: `${gateway.url}/sync`, username: user.name, password: user.password };
    return simulatedPhone(login, {
      auth: 'basic',
      deviceUri: `IMEI:0000000000000${number}`,
      ...options,
    });
  }

  async function bodies(user: DavUser, collection: 'contacts' | 'calendar'): Promise<readonly string[]> {
    return (await cloud.listAll(user, collection)).map(({ body }) => body);
  }

  async function expectSame(one: Phone, other: Phone): Promise<void> {
    for (const each of [one, other]) {
      const contacts = contactsOf(await bodies(alice, 'contacts'));
      expect(difference(contactsOf(each.items('card').values()), contacts)).toEqual(noDifference);
      const events = eventsOf(await bodies(alice, 'calendar'));
      expect(difference(eventsOf(each.items('cal').values()), events)).toEqual(noDifference);
    }
  }

  function refusedLogins(): number {
    return gateway.log().split('upstream login refused').length - 1;
  }
});
