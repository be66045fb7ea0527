import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { Operation } from './testing/memory-cloud.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('a push that dies', () => {
  it.each([
    ['before the PUT', 'before'],
    ['after the PUT took effect', 'after'],
  ] as const)('%s: exactly one item, after another push', async (_, when) => {
    const { rig, phone } = await ready();
    phone.add('card', person('Bob', '222'));
    failOnce(rig, when, 'put');
    await phone.sync('card');
    rig.passTime(3_600_000);
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('after the PUT of an item whose name the server chose: found by its UID (F27)', async () => {
    const { rig, phone } = await ready();
    rig.card.server.renames = true;
    phone.add('card', person('Bob', '222'));
    failOnce(rig, 'after', 'put');
    await phone.sync('card');
    rig.passTime(3_600_000);
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });

  it('after the PUT, and the refresh comes before the next push (F26)', async () => {
    const { rig, phone } = await ready();
    rig.card.server.renames = true;
    phone.add('card', person('Bob', '222'));
    failOnce(rig, 'after', 'put');
    await phone.sync('card');
    rig.passTime(3_600_000);
    await rig.refresh();
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(await rig.items('card')).toHaveLength(1);
    await settled(rig, phone);
  });

  it('after an update took effect: nobody is asked to merge anything (F26)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    phone.replace('card', luid, person('Bob', '333'));
    failOnce(rig, 'after', 'put');
    await phone.sync('card');
    rig.passTime(3_600_000);
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('333');
    await settled(rig, phone);
  });

  it('after a deletion took effect (F26)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    phone.remove('card', luid);
    failOnce(rig, 'after', 'delete');
    await phone.sync('card');
    rig.passTime(3_600_000);
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(0);
    await settled(rig, phone);
  });

  it('after a PUT, and the phone deletes the item before anybody knows', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    failOnce(rig, 'after', 'put');
    await phone.sync('card');
    phone.remove('card', luid);
    rig.passTime(3_600_000);
    await phone.sync('card');
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(0);
    await settled(rig, phone);
  });

  it('while another push has begun: its commit is refused (F29)', async () => {
    const { rig, phone } = await ready();
    phone.add('card', person('Bob', '222'));
    rig.card.server.after = async (operation) => {
      if (operation !== 'put') return;
      rig.card.server.after = () => undefined;
      await rig.store.collections.takeFence(rig.accountId, rig.card.row.id);
    };
    await phone.sync('card');
    const [item] = await rig.store.items.changedSince(rig.accountId, rig.card.row.id, 0, 10);
    expect(item?.etag).toBeNull();
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    await settled(rig, phone);
  });
});

describe('lost races', () => {
  it('merges with what changed on the server meanwhile, and tells the phone (F46)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222', 'NOTE:old'));
    await phone.sync('card');
    const [href = ''] = [...rig.card.server.resources.keys()];
    const theirs = (rig.card.server.resources.get(href)?.body ?? '').replace('222', '999');
    phone.replace('card', luid, person('Bob', '222', 'NOTE:new'));
    onceBefore(rig, 'put', () => void rig.card.server.put(href, theirs));
    await phone.sync('card');
    const body = rig.card.server.resources.get(href)?.body;
    expect(body).toContain('999');
    expect(body).toContain('NOTE:new');
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    await settled(rig, phone);
  });

  it('creates again what was deleted on the server while it was being updated (F46)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    const [href = ''] = [...rig.card.server.resources.keys()];
    phone.replace('card', luid, person('Bob', '333'));
    onceBefore(rig, 'put', () => rig.card.server.remove(href));
    await phone.sync('card');
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.resources.has(href)).toBe(false);
    await settled(rig, phone);
  });

  it('does not delete what changed on the server meanwhile (F46)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    const [href = ''] = [...rig.card.server.resources.keys()];
    phone.remove('card', luid);
    onceBefore(rig, 'delete', () => void rig.card.server.put(href, person('Bob', '999', 'UID:x')));
    await phone.sync('card');
    expect(rig.card.server.bodies()[0]).toContain('999');
    expect((await phone.sync('card')).got).toEqual(['add']);
    await settled(rig, phone);
  });

  it('gives an item another UID when another of our items has it', async () => {
    const { rig, phone } = await ready();
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:same-uid'));
    phone.add('card', person('Bob', '222', 'UID:same-uid'));
    await phone.sync('card');
    const uids = rig.card.server.bodies().map((body) => /^UID:(.*)\r$/m.exec(body)?.[1]);
    expect(new Set(uids).size).toBe(2);
    await phone.sync('card');
    await settled(rig, phone);
  });
});

describe('a collection that is read from the beginning again', () => {
  it('is not believed to be empty at once (F51, F52)', async () => {
    const { rig, phone } = await ready();
    for (let at = 0; at < 20; at += 1)
      rig.card.server.put(`${at}.vcf`, person(`P ${at}`, `${at}`, `UID:${at}`));
    await phone.sync('card', slow);
    const { id } = rig.card.row;
    await rig.store.collections.setPosition(rig.accountId, id, '{}', 'filled');
    const all = [...rig.card.server.resources];
    for (const [href] of all) rig.card.server.remove(href);
    await rig.run({ kind: 'refresh', accountId: rig.accountId, collectionId: id });
    expect(await rig.items('card')).toHaveLength(20);
    rig.passTime(11 * 60_000);
    await rig.run({ kind: 'refresh', accountId: rig.accountId, collectionId: id });
    expect(await rig.items('card')).toHaveLength(0);
  });
});

describe('names that a server escapes in several ways', () => {
  it.each([
    ['token', 'a@b.vcf', 'a%40b.vcf'],
    ['token', '%c3%a4.vcf', '%C3%A4.vcf'],
    ['listing', 'a%40b.vcf', 'a@b.vcf'],
  ] as const)('%s: %s is gone as %s', async (mode, name, other) => {
    const { rig, phone } = await ready();
    rig.card.server.mode = mode;
    const href = rig.card.server.put(name, person('Bob', '222', 'UID:bob'));
    rig.card.server.put('kept.vcf', person('Carl', '333', 'UID:carl'));
    await phone.sync('card', slow);
    expect(phone.holds.card.size).toBe(2);
    rig.card.server.remove(href);
    rig.card.server.renamed.set(href, href.replace(name, other));
    expect((await phone.sync('card')).got).toHaveLength(1);
    expect(phone.holds.card.size).toBe(1);
  });

  it('are one resource when one answer names it twice', async () => {
    const { rig, phone } = await ready();
    const body = person('Bob', '222', 'UID:bob');
    const href = rig.card.server.put('a@b.vcf', body);
    rig.card.server.put(href.replace('@', '%40'), body);
    await phone.sync('card', slow);
    expect(phone.holds.card.size).toBe(1);
  });
});

describe('servers with ways of their own', () => {
  it('accepts what the server made of an item without bothering the phone (F58)', async () => {
    const { rig, phone } = await ready();
    rig.card.server.rewrite = (body) =>
      body.replace('END:VCARD', 'REV:20240101T000000Z\r\nX-SERVER:1\r\nEND:VCARD');
    phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    expect((await rig.items('card'))[0]).toContain('X-SERVER:1');
    expect((await phone.sync('card')).got).toEqual([]);
    await settled(rig, phone);
  });

  it('does not undo what the server added while a phone edited the item again (F58)', async () => {
    const { rig, phone } = await ready();
    rig.card.server.rewrite = (body) =>
      body.includes('X-SERVER') ? body : body.replace('END:VCARD', 'X-SERVER:1\r\nEND:VCARD');
    const luid = phone.add('card', person('Bob', '222'));
    const other = await rig.phone({ name: 'other' });
    rig.card.server.after = async (operation) => {
      if (operation !== 'put') return;
      rig.card.server.after = () => undefined;
      rig.card.server.rewrite = (body) => body;
      phone.replace('card', luid, person('Bob', '333'));
      await phone.sync('card', undefined, { dontDrain: true });
    };
    await phone.sync('card');
    await rig.drain();
    await rig.push();
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('333');
    expect(rig.card.server.bodies()[0]).toContain('X-SERVER:1');
    await other.sync('card', slow);
    expect(other.holds.card.size).toBe(1);
  });

  it.each(['token', 'listing'] as const)('gives back what may not be deleted (%s)', async (mode) => {
    const { rig, phone } = await ready();
    rig.card.server.mode = mode;
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    rig.card.server.keeps = true;
    phone.remove('card', luid);
    await phone.sync('card');
    expect((await phone.sync('card')).got).toEqual(['add']);
    expect(rig.card.server.bodies()).toHaveLength(1);
    const [failed] = await rig.store.journal.list(rig.accountId, ['failed'], 10);
    expect(failed).toMatchObject({ op: 'delete', reason: 'refused 403 forbidden' });
    rig.card.server.keeps = false;
    await rig.store.journal.release(
      rig.accountId,
      failed === undefined ? [] : [failed.id],
      rig.tools.clock.now(),
    );
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(0);
  });

  it('puts aside what the server refuses, and goes on with the others (F47)', async () => {
    const { rig, phone } = await ready();
    rig.card.server.refuses = (body) => body.includes('Bob');
    phone.add('card', person('Bob', '222'));
    phone.add('card', person('Carl', '333'));
    await phone.sync('card');
    expect(rig.card.server.bodies()).toHaveLength(1);
    const [row] = await rig.store.quarantine.list(rig.accountId);
    expect(row).toMatchObject({ side: 'cloud', reason: 'refused 415 valid-data' });
    const [failed] = await rig.store.journal.list(rig.accountId, ['failed'], 10);
    expect(failed?.reason).toBe('refused 415 valid-data');
    expect(phone.holds.card.size).toBe(2);
  });

  it('reads page by page, and goes on where it was interrupted', async () => {
    const { rig, phone } = await ready();
    rig.card.server.pageSize = 3;
    for (let at = 0; at < 10; at += 1)
      rig.card.server.put(`${at}.vcf`, person(`P ${at}`, `${at}${at}`, `UID:${at}`));
    let pages = 0;
    rig.card.server.before = (operation) => {
      if (operation !== 'changes') return;
      pages += 1;
      if (pages === 3) throw new DavError('timeout', 'x', { method: 'REPORT' });
    };
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(6);
    rig.passTime(3_600_000);
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(10);
    expect((await phone.sync('card')).got).toHaveLength(10);
  });

  it.each(['token', 'listing'] as const)(
    'asks again for what was named and not delivered, by %s',
    async (mode) => {
      const { rig, phone } = await ready();
      rig.card.server.mode = mode;
      const href = rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:old'));
      const gone = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
      await phone.sync('card');
      rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:new'));
      rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b', 'NOTE:x'));
      rig.card.server.undelivered.add(href).add(gone);
      await rig.refresh();
      expect(await rig.store.quarantine.list(rig.accountId)).toHaveLength(2);
      rig.card.server.undelivered.clear();
      rig.card.server.remove(gone);
      await phone.sync('card');
      expect(phone.texts('card').join()).toContain('NOTE:new');
      expect(phone.texts('card')).toHaveLength(1);
      expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
    },
  );

  it('puts unreadable resources aside until they can be read', async () => {
    const { rig } = await ready();
    rig.card.server.put('a.vcf', 'nothing of the kind');
    rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(1);
    const [row] = await rig.store.quarantine.list(rig.accountId);
    expect(row).toMatchObject({ side: 'cloud', reason: 'unsupported' });
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a'));
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(2);
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
  });
});

describe('listings', () => {
  it('find what is new, changed and gone', async () => {
    const { rig, phone } = await ready('listing');
    const ann = rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a'));
    const bob = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    expect((await phone.sync('card')).got).toEqual(['add', 'add']);
    rig.card.server.remove(ann);
    rig.card.server.put(bob, person('Bob', '999', 'UID:b'));
    rig.card.server.put('c.vcf', person('Carl', '333', 'UID:c'));
    expect(new Set((await phone.sync('card')).got.map((line) => line.split(' ')[0]))).toEqual(
      new Set(['add', 'delete', 'replace']),
    );
    await settled(rig, phone);
  });

  it('do not take an item for gone that was pushed while the server was answering', async () => {
    const { rig, phone } = await ready('listing');
    phone.add('card', person('Bob', '222'));
    await phone.sync('card', undefined, { dontDrain: true });
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a'));
    rig.card.server.after = async (operation) => {
      if (operation !== 'changes') return;
      rig.card.server.after = () => undefined;
      await rig.push();
    };
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(2);
    expect(rig.card.server.bodies()).toHaveLength(2);
  });

  it('that are suddenly empty are not believed until they are so ten minutes later (F52)', async () => {
    const { rig, phone } = await ready('listing');
    for (let at = 0; at < 8; at += 1)
      rig.card.server.put(`${at}.vcf`, person(`P ${at}`, `${at}${at}`, `UID:${at}`));
    await phone.sync('card');
    rig.card.server.listed = () => [];
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(8);
    const { accountId, store } = rig;
    expect(await store.collections.get(accountId, rig.card.row.id)).toMatchObject({
      problem: 'listing-empty',
    });
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(8);
    rig.card.server.listed = null;
    await rig.refresh();
    expect(await store.collections.get(accountId, rig.card.row.id)).toMatchObject({ problem: null });
    rig.card.server.listed = () => [];
    await rig.refresh();
    rig.passTime(601_000);
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(0);
  });

  it('that were wrong so long that they were believed bring everything back, although the CTag is the same', async () => {
    const { rig, phone } = await ready('listing');
    for (let at = 0; at < 8; at += 1)
      rig.card.server.put(`${at}.vcf`, person(`P ${at}`, `${at}${at}`, `UID:${at}`));
    await phone.sync('card');
    rig.card.server.listed = () => [];
    await rig.refresh();
    rig.passTime(601_000);
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(0);
    rig.card.server.listed = null;
    await rig.refresh();
    expect(await rig.items('card')).toHaveLength(8);
    await phone.sync('card');
    expect(phone.holds.card.size).toBe(8);
    await settled(rig, phone);
  });
});

describe('a cloud that fails', () => {
  it.each<[DavErrorCode, string, 'ok' | 'needs-login', boolean]>([
    ['unreachable', 'unreachable', 'ok', true],
    ['busy', 'busy', 'ok', true],
    ['needs-login', 'needs-login', 'needs-login', false],
    ['forbidden', 'forbidden', 'ok', true],
  ])('%s: the phone syncs with the replica (F43, F45, F48, F49)', async (code, problem, status, later) => {
    const { rig, phone } = await ready();
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a'));
    await phone.sync('card');
    rig.card.server.before = () => {
      throw new DavError(code, 'x', { method: 'REPORT' });
    };
    phone.add('card', person('Bob', '222'));
    const { part } = await phone.sync('card', undefined, { dontDrain: true });
    expect(part?.state).toBe('reconciled');
    rig.asked.length = 0;
    const delay = await rig.run({ kind: 'refresh', accountId: rig.accountId, collectionId: rig.card.row.id });
    expect(delay !== null).toBe(code === 'unreachable' || code === 'busy');
    const row = await rig.store.collections.get(rig.accountId, rig.card.row.id);
    expect(row).toMatchObject({ problem });
    expect(row?.retryAt !== null).toBe(later);
    const [link] = await rig.store.links.list(rig.accountId);
    expect(link?.status).toBe(status);
    const asked = rig.card.server.operations.length;
    await rig.push();
    expect(rig.card.server.operations.length).toBe(asked);
    rig.card.server.before = () => undefined;
    if (link !== undefined) await rig.store.links.setStatus(rig.accountId, link.id, 'ok', null);
    rig.passTime(3_700_000);
    await rig.push();
    expect(rig.card.server.bodies()).toHaveLength(2);
    await settled(rig, phone);
  });
});

async function ready(mode: 'token' | 'listing' = 'token'): Promise<{ rig: Rig; phone: TestPhone }> {
  const rig = await createRig();
  rig.card.server.mode = mode;
  const phone = await rig.phone();
  await phone.sync('card', slow);
  return { rig, phone };
}

function failOnce(rig: Rig, when: 'before' | 'after', operation: Operation): void {
  rig.card.server[when] = (now) => {
    if (now !== operation) return;
    rig.card.server[when] = () => undefined;
    throw new DavError('unreachable', 'the connection was lost', { method: 'PUT' });
  };
}

function onceBefore(rig: Rig, operation: Operation, work: () => void): void {
  rig.card.server.before = (now) => {
    if (now !== operation) return;
    rig.card.server.before = () => undefined;
    work();
  };
}

/** Nothing is left to do, running everything again changes nothing, and phone and cloud hold equally many. */
async function settled(rig: Rig, phone: TestPhone): Promise<void> {
  await phone.sync('card');
  const bodies = rig.card.server.bodies();
  const again = await phone.sync('card', slow);
  expect(again.got).toEqual([]);
  await rig.refresh();
  await rig.push();
  expect(rig.card.server.bodies()).toEqual(bodies);
  expect(phone.holds.card.size).toBe(bodies.length);
  expect(await rig.items('card')).toHaveLength(bodies.length);
  const [open] = (await rig.store.journal.openCounts(rig.accountId)).filter(({ pending }) => pending > 0);
  expect(open).toBeUndefined();
}
