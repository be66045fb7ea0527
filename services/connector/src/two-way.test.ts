import { describe, expect, it } from 'vitest';
import { person, slow } from './testing/rig.ts';
import { edited, withAnn } from './testing/with-ann.ts';

describe('two-way syncs', () => {
  it('merges an edit into the full resource', async () => {
    const { rig, phone, luid, href } = await withAnn('X-KEEP:yes', 'NOTE:old');
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    const { got, part } = await phone.sync('card');
    expect(got).toEqual([]);
    expect(part?.counts).toMatchObject({ received: 1, updated: 1 });
    const body = rig.card.server.resources.get(href)?.body;
    expect(body).toContain('NOTE:new');
    expect(body).toContain('X-KEEP:yes');
  });

  it('sends nothing when the phone sends what it was shown (M12, DS-121)', async () => {
    const { rig, phone, luid } = await withAnn();
    phone.replace('card', luid, phone.holds.card.get(luid) ?? '');
    rig.card.server.operations.length = 0;
    expect((await phone.sync('card')).part?.counts).toMatchObject({ received: 1, updated: 0 });
    expect(rig.card.server.operations).toEqual(['changes']);
  });

  it('brings a change of the cloud, and a change that no phone sees not', async () => {
    const { rig, phone, luid, href } = await withAnn();
    rig.card.server.put(href, person('Ann', '111', 'UID:a', 'X-SECRET:1'));
    expect((await phone.sync('card')).got).toEqual([]);
    rig.card.server.put(href, person('Ann', '999', 'UID:a', 'X-SECRET:1'));
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    expect(phone.holds.card.get(luid)).toContain('999');
    rig.card.server.remove(href);
    expect((await phone.sync('card')).got).toEqual([`delete ${luid}`]);
    expect(phone.holds.card.size).toBe(0);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('merges changes of both sides and tells both, once (M13, DS-121)', async () => {
    const { rig, phone, luid, href } = await withAnn('NOTE:old');
    rig.card.server.put(href, person('Ann', '999', 'UID:a', 'NOTE:old'));
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    for (const text of [phone.holds.card.get(luid), rig.card.server.resources.get(href)?.body]) {
      expect(text).toContain('999');
      expect(text).toContain('NOTE:new');
    }
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('keeps both when asked to', async () => {
    const { rig, phone, luid, href } = await withAnn({ policy: 'keep-both' }, 'NOTE:old');
    rig.card.server.put(href, person('Ann', '111', 'UID:a', 'NOTE:cloud'));
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:phone'));
    const { got, part } = await phone.sync('card');
    expect(got.toSorted()).toEqual(['add', `replace ${luid}`]);
    expect(part?.counts).toMatchObject({ conflicts: 1, created: 1 });
    const bodies = rig.card.server.bodies().join();
    expect(bodies).toContain('NOTE:cloud');
    expect(bodies).toContain('NOTE:phone');
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('deletes on both sides', async () => {
    const { rig, phone, luid } = await withAnn();
    phone.remove('card', luid);
    expect((await phone.sync('card')).part?.counts).toMatchObject({ deleted: 1 });
    expect(rig.card.server.resources.size).toBe(0);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('lets the version of the cloud survive a Delete of the phone, and gives it back', async () => {
    const { rig, phone, luid, href } = await withAnn();
    rig.card.server.put(href, person('Ann', '999', 'UID:a'));
    phone.remove('card', luid);
    expect((await phone.sync('card')).got).toEqual(['add']);
    expect(phone.texts('card')[0]).toContain('999');
    expect(rig.card.server.resources.size).toBe(1);
  });

  it('lets an edit of the phone survive a deletion in the cloud', async () => {
    const { rig, phone, luid, href } = await withAnn('NOTE:old');
    rig.card.server.remove(href);
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    expect((await phone.sync('card')).got).toEqual([]);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('NOTE:new');
    expect((await phone.sync('card')).got).toEqual([]);
    expect(phone.holds.card.size).toBe(1);
  });

  it('brings an edit of one phone to another, which edited something else at the same time', async () => {
    const { rig, phone, luid, href } = await withAnn('NOTE:old');
    const other = await rig.phone({ name: 'other', vcard: 'vcard21' });
    await other.sync('card', slow);
    const [theirs = ''] = [...other.holds.card.keys()];
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    other.replace('card', theirs, edited(other, theirs, '111', '333'));
    await phone.sync('card');
    expect((await other.sync('card')).got).toEqual([`replace ${theirs}`]);
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    for (const text of [
      phone.texts('card')[0],
      other.texts('card')[0],
      rig.card.server.resources.get(href)?.body,
    ]) {
      expect(text).toContain('NOTE:new');
      expect(text).toContain('333');
    }
    expect((await other.sync('card')).got).toEqual([]);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('takes several changes of one item in one session in their order', async () => {
    const { rig, phone } = await withAnn();
    const luid = phone.add('card', person('Bob', '222'));
    phone.replace('card', luid, person('Bob', '333'));
    phone.replace('card', luid, person('Bob', '444'));
    const gone = phone.add('card', person('Carl', '555'));
    phone.remove('card', gone);
    await phone.sync('card');
    const bodies = rig.card.server.bodies();
    expect(bodies).toHaveLength(2);
    expect(bodies.join()).toContain('444');
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('puts aside what it cannot read, and goes on', async () => {
    const { rig, phone } = await withAnn();
    const bad = phone.add('card', 'this is no card');
    phone.add('card', person('Bob', '222'));
    const { part } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ received: 2, created: 1, quarantined: 1 });
    const [row] = await rig.store.quarantine.list(rig.accountId);
    expect(row).toMatchObject({ side: 'phone', reference: bad, reason: 'unreadable' });
    expect(new TextDecoder().decode(row?.raw)).toBe('this is no card');
    phone.replace('card', bad, person('Dan', '777'));
    await phone.sync('card');
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
    expect(rig.card.server.bodies()).toHaveLength(3);
  });

  it('writes nothing into a collection that is read-only, and gives the phone its items back', async () => {
    const { rig, phone, luid } = await withAnn('NOTE:old');
    const { displayName, kinds, linkId, url } = rig.card.row;
    await rig.store.collections.upsert(rig.accountId, {
      displayName,
      kinds,
      linkId,
      url,
      readOnly: true,
      maxResourceSize: null,
    });
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    phone.add('card', person('Bob', '222'));
    const { got, part } = await phone.sync('card');
    expect(got).toEqual([`replace ${luid}`]);
    expect(part?.counts).toMatchObject({ quarantined: 2, updated: 0, created: 0 });
    phone.remove('card', luid);
    expect((await phone.sync('card')).got).toEqual(['add']);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(await rig.store.quarantine.list(rig.accountId)).toHaveLength(2);
  });
});

describe('lost answers', () => {
  it('sends an Add again under its GUID when no Map came, and a Replace when no Status came (DS-101)', async () => {
    const { rig, phone, luid, href } = await withAnn();
    rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    rig.card.server.put(href, person('Ann', '999', 'UID:a'));
    await phone.sync('card', undefined, { breakOff: 'before-status' });
    expect((await phone.sync('card')).got.toSorted()).toEqual(['add', `replace ${luid}`]);
    expect(phone.texts('card')).toHaveLength(2);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('does not forget what a broken-off session had sent (F4)', async () => {
    const { rig, phone, luid } = await withAnn('NOTE:old');
    phone.add('card', person('Bob', '222'));
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:one'));
    await phone.sync('card', undefined, { breakOff: 'before-final' });
    phone.replace('card', luid, edited(phone, luid, 'NOTE:one', 'NOTE:two'));
    await phone.sync('card');
    const bodies = rig.card.server.bodies();
    expect(bodies).toHaveLength(2);
    expect(bodies.join()).toContain('NOTE:two');
    expect((await phone.sync('card', slow)).got).toEqual([]);
    expect(rig.card.server.bodies()).toHaveLength(2);
  });
});

describe('deleted in the cloud and sent again unchanged', () => {
  it.each([
    ['in a slow sync', slow],
    ['by a session that is repeated', undefined],
  ] as const)('is deleted on the phone: %s', async (_, type) => {
    const { rig, phone, luid } = await withAnn('NOTE:old');
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    await phone.sync('card');
    const [href = ''] = rig.card.server.resources.keys();
    rig.card.server.remove(href);
    phone.replace('card', luid, phone.holds.card.get(luid) ?? '');
    expect((await phone.sync('card', type)).got).toEqual([`delete ${luid}`]);
    expect([phone.holds.card.size, rig.card.server.resources.size]).toEqual([0, 0]);
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });

  it('lives on when the phone says something new of it', async () => {
    const { rig, phone, luid } = await withAnn('NOTE:old');
    const [href = ''] = rig.card.server.resources.keys();
    rig.card.server.remove(href);
    phone.replace('card', luid, edited(phone, luid, 'NOTE:old', 'NOTE:new'));
    await phone.sync('card', slow);
    expect(rig.card.server.bodies().join()).toContain('NOTE:new');
  });
});
