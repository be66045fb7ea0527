import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRandom } from './contract.suite.ts';
import { generateKey, keyRing, openStore } from '@anchorage/store';
import type { RingKey, Store } from '@anchorage/store';
import { createWorld, newId, newMapping, octets } from './world.ts';

const k1 = { id: 'k1', key: generateKey() };
const k2 = { id: 'k2', key: generateKey() };
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchorage-store-'));
  file = join(folder, 'a.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(current: RingKey = k1, others: readonly RingKey[] = []): Promise<Store> {
  const clock = { now: () => 1_000 };
  return openStore({ url: `sqlite:${file}`, keys: keyRing({ current, others }), clock, random: testRandom });
}

function writer(account: string) {
  const script = new URL('write-until-killed.ts', import.meta.url);
  return fork(script, [`sqlite:${file}`, Buffer.from(k1.key).toString('hex'), account], { silent: true });
}

describe('durability', () => {
  it('keeps every row that was acknowledged before kill -9', async () => {
    const store = await open();
    const account = await createWorld(store).account();
    await store.close();
    const acknowledged = new Set<string>();
    for (let round = 1; round <= 3; round += 1) {
      const child = writer(account);
      child.on('message', (reference) => {
        if (typeof reference === 'string') acknowledged.add(reference);
        if (acknowledged.size >= round * 40) child.kill('SIGKILL');
      });
      await once(child, 'exit');
    }
    const again = await open();
    const there = new Set((await again.quarantine.list(account)).map((row) => row.reference));
    await again.close();
    expect(acknowledged.size).toBeGreaterThanOrEqual(120);
    expect([...acknowledged].filter((reference) => !there.has(reference))).toEqual([]);
  });

  it('lets several processes migrate at once (F42)', async () => {
    const children = [writer(''), writer(''), writer('')];
    const said = await Promise.all(children.map((child) => once(child, 'message')));
    expect(said.map(([word]) => String(word))).toEqual(['opened', 'opened', 'opened']);
    for (const child of children) child.kill('SIGKILL');
    const store = await open();
    await store.check();
    await store.close();
  });

  it('is readable by its owner alone', async () => {
    await (await open()).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

/** How many pieces there are of inbox and outbox. */
function pieces(): readonly number[] {
  const raw = new DatabaseSync(file, { readOnly: true });
  const counts = ['inbox', 'outbox'].map((name) =>
    Number(raw.prepare(`select count(*) as n from ${name}_pieces`).get()?.['n']),
  );
  raw.close();
  return counts;
}

describe('encryption at rest', () => {
  it('leaves no text of people in the file', async () => {
    const store = await open();
    const world = createWorld(store);
    const account = await world.account();
    const canary = 'CANARY-7f3a';
    const link = { provider: 'dav', url: 'u', rootUrl: 'u', username: 'u' };
    await store.links.add(account, { ...link, password: `${canary} link` });
    await store.devices.add(account, { name: 'n', username: 'n', password: `${canary} device` });
    const collection = await world.collection(account);
    const [item] = await world.items(account, collection.id, 1);
    const session = await world.session(account);
    const datastore = await world.datastore(account, [collection.id]);
    if (!item) throw new Error('one was asked for');
    const change = { body: `${canary} body`, base: `${canary} base`, revision: 2 };
    await store.items.update(account, item.id, change, { kind: 'cloud' });
    await store.items.update(account, item.id, { body: `${canary} next`, revision: 3 }, { kind: 'cloud' });
    await store.mappings.insert(account, [newMapping(datastore, item.id, { view: `${canary} view` })]);
    const lastReply = { body: octets(`${canary} reply`), contentType: 'text/plain' };
    await store.sessions.update(account, session.id, 1, {
      state: `${canary} state`,
      lastReply,
      updatedAt: 1,
    });
    const data = octets(`${canary} data`);
    const row = {
      sessionId: session.id,
      datastoreId: datastore,
      contentType: null,
      data,
      command: 'add',
    } as const;
    await store.inbox.append(account, [{ ...row, luid: '1' }]);
    const outgoing = { ...row, guid: null, luid: '1', recurrenceId: '', revision: 1 };
    const large = octets(`${canary} large `.repeat(2_000));
    await store.outbox.append(account, [
      { ...outgoing, itemId: item.id },
      { ...outgoing, itemId: newId(), data: large },
    ]);
    await store.objects.append(account, { ...row, luid: '2', offset: 0, data: large });
    const key = { side: 'phone', collectionId: null, datastoreId: datastore, reference: '1' } as const;
    await store.quarantine.put(account, { ...key, reason: 'r', raw: data, createdAt: 1 });
    const enrolment = { upstream: 'https://u.example.org/', username: 'n', deviceUri: 'IMEI:0' };
    await store.enrolments.ask({ ...enrolment, password: `${canary} waiting` }, 10);
    const whileOpen = everything();
    await store.close();
    expect(whileOpen.length).toBeGreaterThan(10_000);
    expect(whileOpen).not.toContain(canary);
    expect(everything()).not.toContain(canary);
    expect(everything()).toContain('https://dav.example.org');
  });

  it('does not open a piece in another place', async () => {
    const store = await open();
    const world = createWorld(store);
    const account = await world.account();
    const session = await world.session(account);
    const datastore = await world.datastore(account);
    const row = { command: 'add', luid: '1', contentType: null } as const;
    const begun = { ...row, sessionId: session.id, datastoreId: datastore };
    for (const offset of [0, 10])
      await store.objects.append(account, { ...begun, offset, data: octets(`piece ${offset}`.padEnd(10)) });
    await store.objects.complete(account, datastore, '1');
    await store.close();
    const raw = new DatabaseSync(file);
    raw.exec('update inbox_pieces set data = (select data from inbox_pieces where start = 10)');
    raw.close();
    const again = await open();
    await expect(again.inbox.pending(account, session.id, datastore, 0, 1)).rejects.toMatchObject({
      code: 'sealed',
    });
    await again.close();
  });

  it('leaves no piece behind', async () => {
    const store = await open();
    const world = createWorld(store);
    const account = await world.account();
    const session = await world.session(account);
    const datastore = await world.datastore(account);
    const row = { sessionId: session.id, datastoreId: datastore, command: 'add', contentType: null } as const;
    await store.objects.append(account, { ...row, luid: '1', offset: 0, data: octets('piece') });
    const sent = { guid: '1', luid: null, recurrenceId: '', revision: 1, data: new Uint8Array(40_000) };
    await store.outbox.append(account, [{ ...row, ...sent, itemId: newId() }]);
    expect(pieces()).toEqual([1, 3]);
    await store.outbox.clear(account, session.id, datastore);
    expect(pieces()).toEqual([1, 0]);
    await store.objects.append(account, { ...row, luid: '1', offset: 0, data: octets('anew') });
    expect(pieces()).toEqual([1, 0]);
    await store.sessions.update(account, session.id, 1, { phase: 'aborted', updatedAt: 2_000 });
    await store.sessions.prune(3_000, 10);
    expect(pieces()).toEqual([0, 0]);
    await store.close();
  });

  it('does not open rows that were exchanged between accounts, rows or columns', async () => {
    const store = await open();
    const world = createWorld(store);
    const [one, two] = [await world.account(), await world.account()];
    const [c1, c2] = [await world.collection(one), await world.collection(two)];
    const [a, b] = await world.items(one, c1.id, 2);
    const [c] = await world.items(two, c2.id, 1);
    if (!a || !b || !c) throw new Error('three were asked for');
    await store.close();
    const raw = new DatabaseSync(file);
    const body = 'update items set body = (select body from items where id = ?) where id = ?';
    raw.prepare(body).run(c.id, a.id);
    raw.prepare('update items set base = body where id = ?').run(b.id);
    raw.prepare('update items set body = (select body from items where id = ?) where id = ?').run(b.id, c.id);
    raw.close();
    const again = await open();
    await expect(again.items.get(one, a.id)).rejects.toMatchObject({ code: 'sealed' });
    await expect(again.items.get(one, b.id)).rejects.toMatchObject({ code: 'sealed' });
    await expect(again.items.get(two, c.id)).rejects.toMatchObject({ code: 'sealed' });
    await again.close();
  });

  it('rotates keys while in use, and says which one is missing', async () => {
    const store = await open();
    const world = createWorld(store);
    const account = await world.account();
    const { linkId } = await world.collection(account);
    for (let more = 0; more < 4; more += 1) await world.account();
    expect(await store.keys.status()).toEqual([{ keyId: 'k1', current: true, accounts: 5 }]);
    await store.close();

    const rotating = await open(k2, [k1]);
    expect(await rotating.links.password(account, linkId)).toBe('invented');
    expect(await rotating.keys.status()).toEqual([
      { keyId: 'k1', current: false, accounts: 5 },
      { keyId: 'k2', current: true, accounts: 0 },
    ]);
    expect(await rotating.keys.rewrap(2)).toEqual({ rewrapped: 2, failed: [] });
    expect(await rotating.keys.rewrap(100)).toEqual({ rewrapped: 3, failed: [] });
    expect(await rotating.keys.rewrap(100)).toEqual({ rewrapped: 0, failed: [] });
    expect(await rotating.links.password(account, linkId)).toBe('invented');
    await rotating.close();

    const after = await open(k2);
    expect(await after.links.password(account, linkId)).toBe('invented');
    await after.close();
    const without = await open(k1);
    await expect(without.links.password(account, linkId)).rejects.toThrow('key k2 is not in the key ring');
    expect((await without.keys.rewrap(100)).failed).toHaveLength(5);
    expect(await without.sessions.idle(10_000, 10)).toEqual([]);
    await without.close();
  });

  it('opens a waiting login with the key that sealed it only', async () => {
    const login = { upstream: 'https://u.example.org/', username: 'n', password: 'pw', deviceUri: 'IMEI:0' };
    const before = await open();
    const row = await before.enrolments.ask(login, 10);
    await before.close();
    if (row === null) throw new Error('there was room');
    const rotating = await open(k2, [k1]);
    expect(await rotating.enrolments.password(row.id)).toBe('pw');
    await rotating.close();
    const without = await open(k2);
    await expect(without.enrolments.password(row.id)).rejects.toThrow('key k1 is not in the key ring');
    await without.close();
  });

  it('lets one account’s lost key keep nobody else’s idle sessions from the sweeper (F61)', async () => {
    const before = await open();
    const world = createWorld(before);
    await world.session(await world.account());
    await before.close();
    const store = await open(k2);
    const own = createWorld(store);
    const session = await own.session(await own.account());
    expect((await store.sessions.idle(10_000, 10)).map((row) => row.id)).toEqual([session.id]);
    await store.close();
  });
});

function everything(): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}
