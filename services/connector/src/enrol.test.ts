import { asId } from '@anchorage/model';
import type { EnrolmentId } from '@anchorage/model';
import { DavError } from '@anchorage/providers';
import { beforeEach, describe, expect, it } from 'vitest';
import { freeAccountName } from './enrol/account-name.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { waitingJobs } from './waiting-jobs.ts';

const upstream = 'https://dav.example.org/';
let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ upstream, upstreamTimeZone: 'Europe/Berlin' });
  rig.cloud.logins = new Map([
    ['ada', 'pw'],
    ['rig', 'secret'],
    ['bob', 'pw-bob'],
  ]);
});

const ada = { upstream, username: 'ada', password: 'pw', deviceUri: 'IMEI:1' };
async function ask(login: Partial<typeof ada> = {}): Promise<EnrolmentId> {
  const row = await rig.store.enrolments.ask({ ...ada, ...login }, 100);
  if (row === null) throw new Error('there was room');
  return row.id;
}
async function enrol(login: Partial<typeof ada> = {}): Promise<number | null> {
  return rig.run({ kind: 'enrol', enrolmentId: await ask(login) });
}
const device = (login: Partial<typeof ada> = {}) => rig.store.devices.byUpstream({ ...ada, ...login });

describe('a login that the upstream server takes', () => {
  it('makes account, link, collections, device and datastores, and has them read', async () => {
    expect(await enrol()).toBeNull();
    const account = await rig.store.accounts.byName('ada');
    expect(account).toMatchObject({ timeZone: 'Europe/Berlin' });
    const found = await device();
    expect(found).toMatchObject({ password: 'pw', device: { accountId: account?.id, deviceUri: 'IMEI:1' } });
    const accountId = account?.id ?? asId<'account'>('');
    const [link] = await rig.store.links.list(accountId);
    expect(link).toMatchObject({ username: 'ada', url: upstream, provider: 'generic' });
    expect(await rig.store.links.password(accountId, link?.id ?? asId(''))).toBe('pw');
    const datastores = await rig.store.datastores.ofDevice(accountId, found?.device.id ?? asId(''));
    expect(datastores.map(({ name, collections }) => [name, collections.length])).toEqual([
      ['card', 1],
      ['cal', 1],
      ['task', 0],
      ['note', 0],
    ]);
    expect(rig.asked.map(({ kind }) => kind)).toEqual(['refresh', 'refresh']);
    expect(await rig.store.enrolments.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('adds the second phone to the same account, also when both come at once', async () => {
    await Promise.all([enrol(), enrol({ deviceUri: 'IMEI:2' })]);
    const [one, two] = [await device(), await device({ deviceUri: 'IMEI:2' })];
    expect(one?.device.accountId).toBe(two?.device.accountId);
    expect(one?.device.id).not.toBe(two?.device.id);
    expect(await rig.store.accounts.list()).toHaveLength(2);
  });

  it('never hands over a namesake’s account', async () => {
    const namesake = await rig.store.accounts.add({ name: 'Ada', timeZone: 'UTC' });
    const elsewhere = { provider: 'generic', url: 'x', username: 'ada', password: 'other' };
    await rig.store.links.add(namesake.id, { ...elsewhere, rootUrl: 'https://other.example.org/' });
    await enrol();
    const found = await device();
    expect(found?.device.accountId).not.toBe(namesake.id);
    expect(await rig.store.accounts.get(found?.device.accountId ?? asId(''))).toMatchObject({
      name: 'ada@dav.example.org',
    });
    expect(await rig.store.devices.list(namesake.id)).toEqual([]);
  });

  it('joins the account that has this very link, and sees nothing of its other links', async () => {
    const other = { provider: 'generic', url: upstream, rootUrl: upstream, password: 'pw-bob' };
    const link = await rig.store.links.add(rig.accountId, { ...other, username: 'bob' });
    await enrol({ username: 'rig', password: 'secret' });
    const found = await device({ username: 'rig' });
    expect(found?.device.accountId).toBe(rig.accountId);
    const mine = new Set([rig.card.row.id, rig.cal.row.id]);
    const theirs = { url: 'https://dav.example.org/bob/', displayName: 'b', kinds: ['contact'] as const };
    await rig.store.collections.upsert(rig.accountId, {
      ...theirs,
      linkId: link.id,
      readOnly: false,
      maxResourceSize: null,
    });
    await enrol({ username: 'rig', password: 'secret', deviceUri: 'IMEI:2' });
    for (const one of await rig.store.devices.list(rig.accountId)) {
      const datastores = await rig.store.datastores.ofDevice(rig.accountId, one.id);
      const behind = datastores.flatMap(({ collections }) => collections.map(({ id }) => id));
      expect(behind.every((id) => mine.has(id))).toBe(true);
      expect(behind).toHaveLength(2);
    }
  });

  it('that was changed replaces the old one in device and link', async () => {
    await enrol();
    const before = await device();
    rig.cloud.logins?.set('ada', 'pw2');
    await rig.store.links.setStatus(
      before?.device.accountId ?? asId(''),
      before?.device.passThrough?.linkId ?? asId(''),
      'needs-login',
      'refused',
    );
    await enrol({ password: 'pw2' });
    const after = await device();
    expect(after).toMatchObject({ password: 'pw2', device: { id: before?.device.id } });
    const accountId = after?.device.accountId ?? asId<'account'>('');
    const links = await rig.store.links.list(accountId);
    expect(links.map(({ status }) => status)).toEqual(['ok']);
    expect(await rig.store.links.password(accountId, links[0]?.id ?? asId(''))).toBe('pw2');
  });

  it.each(['before', 'after'] as const)('survives a death %s its commit', async (moment) => {
    const id = await ask();
    let deaths = 0;
    rig.dies[moment] = () => (deaths += 1) === 1;
    const delay = await rig.run({ kind: 'enrol', enrolmentId: id });
    expect(delay === null).toBe(moment === 'after');
    rig.passTime(delay ?? 0);
    const waiting = moment === 'before' ? [{ kind: 'enrol', enrolmentId: id }] : [];
    expect((await waitingJobs(rig.tools)).filter(({ kind }) => kind === 'enrol')).toEqual(waiting);
    expect(await rig.run({ kind: 'enrol', enrolmentId: id })).toBeNull();
    expect(await device()).toMatchObject({ password: 'pw' });
    expect(await rig.store.accounts.list()).toHaveLength(2);
  });
});

describe('a login that the upstream server does not take', () => {
  it.each(['needs-login', 'forbidden'] as const)('is refused and remembered (%s)', async (code) => {
    await enrol();
    rig.cloud.trouble = new DavError(code, 'no', { method: 'PROPFIND' });
    const id = await ask({ password: 'wrong' });
    expect(await rig.run({ kind: 'enrol', enrolmentId: id })).toBeNull();
    const sent = rig.cloud.seen.length;
    expect(await rig.store.enrolments.get(id)).toMatchObject({ state: 'refused' });
    expect(await rig.run({ kind: 'enrol', enrolmentId: id })).toBeNull();
    expect(rig.cloud.seen).toHaveLength(sent);
    expect((await device())?.device.passThrough?.verifiedAt).not.toBeNull();
  });

  it('though it did once is believed no more', async () => {
    await enrol();
    rig.cloud.logins?.delete('ada');
    await enrol();
    expect((await device())?.device.passThrough?.verifiedAt).toBeNull();
    rig.cloud.logins?.set('ada', 'pw');
    rig.passTime(11 * 60_000);
    await enrol();
    expect((await device())?.device.passThrough?.verifiedAt).not.toBeNull();
  });

  it.each(['unreachable', 'timeout', 'busy', 'not-found', 'malformed'] as const)(
    'because it is %s waits, at most an hour',
    async (code) => {
      rig.cloud.trouble = new DavError(code, 'no', { method: 'PROPFIND' });
      const id = await ask();
      const delay = await rig.run({ kind: 'enrol', enrolmentId: id });
      expect(delay).toBeGreaterThan(0);
      expect(await rig.store.enrolments.get(id)).toMatchObject({ state: 'pending', attempts: 1 });
      expect(await rig.run({ kind: 'enrol', enrolmentId: id })).toBeGreaterThan(0);
      rig.passTime(3_600_001);
      expect(await rig.run({ kind: 'enrol', enrolmentId: id })).toBeNull();
      expect(await rig.store.enrolments.get(id)).toBeNull();
      expect(await device()).toBeNull();
    },
  );
});

describe('the upstream server', () => {
  it('is tried with a login nobody has, once', async () => {
    await enrol();
    await enrol({ username: 'bob', password: 'pw-bob' });
    expect(rig.cloud.seen.filter((name) => name.startsWith('anchorage-'))).toHaveLength(1);
    expect(rig.cloud.seen).toHaveLength(3);
  });

  it('that lets anybody in lets nobody in here', async () => {
    rig.cloud.logins = null;
    expect(await enrol()).toBeGreaterThan(0);
    expect(await device()).toBeNull();
    expect(rig.cloud.seen).not.toContain('ada');
  });

  it('is asked nothing when another one was meant, or none is named', async () => {
    expect(await enrol({ upstream: 'https://other.example.org/' })).toBeNull();
    rig = await createRig();
    expect(await enrol()).toBeNull();
    expect(rig.cloud.seen).toEqual([]);
    expect(await rig.store.enrolments.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });
});

describe('the name of an enrolled account', () => {
  it.each([
    ['ada', 'ada'],
    ['ada@example.org', 'ada@example.org'],
    ['../rig', 'rig@dav.example.org'],
    ['Ádá  b', 'Ádá-b'],
    ['***', 'person'],
    ['rig', 'rig@dav.example.org'],
    ['x'.repeat(255), 'x'.repeat(80)],
  ])('%s: %s', async (username, expected) => {
    const name = await freeAccountName(rig.store, rig.tools.random, username, upstream);
    expect(name).toBe(expected);
    expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,79}$/u);
  });

  it('is made up when both are taken', async () => {
    await rig.store.accounts.add({ name: 'RIG@dav.example.org', timeZone: 'UTC' });
    expect(await freeAccountName(rig.store, rig.tools.random, 'rig', upstream)).toMatch(/^rig-[0-9a-f]{8}$/);
  });
});
