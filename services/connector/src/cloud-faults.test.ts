import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import { failOnce, onceBefore, ready } from './testing/unlucky-cloud.ts';

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
      await rig.store.collections.takeFence(rig.accountId, rig.card.row.id, 'push');
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

  it('does not create again what the server merely says is not there (F45)', async () => {
    const { rig, phone } = await ready();
    const luid = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    const [[href, there] = ['', { etag: '', body: '' }]] = rig.card.server.resources;
    phone.replace('card', luid, person('Bob', '333'));
    onceBefore(rig, 'put', () => {
      rig.card.server.resources.delete(href);
      onceBefore(rig, 'fetch', () => void rig.card.server.resources.set(href, there));
    });
    await phone.sync('card');
    expect([...rig.card.server.resources.keys()]).toEqual([href]);
    expect(rig.card.server.bodies()[0]).toContain('333');
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
