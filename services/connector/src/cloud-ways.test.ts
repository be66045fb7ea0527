import { DavError } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { person, refreshFromClient, slow, twoWay } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import { ready } from './testing/unlucky-cloud.ts';

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
    const { rig } = await listingOfEight();
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
    const { rig, phone } = await listingOfEight();
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

  it.each([
    ['a sync', twoWay],
    ['a refresh from the phone', refreshFromClient],
  ] as const)('and bring nothing back that the phone has deleted meanwhile in %s', async (_, type) => {
    const { rig, phone } = await listingOfEight();
    rig.card.server.listed = () => [];
    await rig.refresh();
    rig.passTime(601_000);
    await rig.refresh();
    const [luid = ''] = phone.holds.card.keys();
    phone.remove('card', luid);
    await phone.sync('card', type);
    rig.card.server.listed = null;
    await phone.sync('card');
    await phone.sync('card');
    expect(rig.card.server.resources.size).toBe(7);
    await settled(rig, phone);
  });
});

/** Eight items that are here and on the phone, from a server whose collections are read by their listing. */
async function listingOfEight(): ReturnType<typeof ready> {
  const world = await ready('listing');
  for (let at = 0; at < 8; at += 1)
    world.rig.card.server.put(`${at}.vcf`, person(`P ${at}`, `${at}${at}`, `UID:${at}`));
  await world.phone.sync('card');
  return world;
}
