/** Refreshes in one direction, and a phone that was reset. */
import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, refreshFromClient, refreshFromServer, slow } from './testing/rig.ts';
import { withAnn } from './testing/with-ann.ts';

describe('the phone was reset', () => {
  it('refills a phone that lost everything, and empties nothing (F21)', async () => {
    const { rig, phone } = await withAnn();
    phone.reset();
    expect((await phone.sync('card', slow)).got).toEqual(['add']);
    expect(rig.card.server.resources.size).toBe(1);
    expect(phone.holds.card.size).toBe(1);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('is not taken in by LUIDs used again for other people', async () => {
    const { rig, phone } = await withAnn();
    rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    await phone.sync('card');
    phone.reset();
    phone.add('card', person('Carl', '333'));
    phone.add('card', person('Ann', '111'));
    const { got, part } = await phone.sync('card', slow);
    expect(part?.counts).toMatchObject({ matched: 1, created: 1, toAdd: 1 });
    expect(got).toContain('add');
    expect(rig.card.server.bodies()).toHaveLength(3);
    expect(phone.holds.card.size).toBe(3);
    const before = rig.card.server.bodies();
    expect((await phone.sync('card', slow)).got).toEqual([]);
    expect(rig.card.server.bodies()).toEqual(before);
  });
});

describe('refreshes', () => {
  it('from the server: the phone gets everything and keeps its mappings until then (DS-105)', async () => {
    const { rig, phone } = await withAnn();
    rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    expect((await phone.sync('card', refreshFromServer)).got).toEqual(['add', 'add']);
    expect(phone.holds.card.size).toBe(2);
    expect((await phone.sync('card')).got).toEqual([]);
    expect((await phone.sync('card', slow)).got).toEqual([]);
    expect(rig.card.server.resources.size).toBe(2);
  });

  it('from the client: what the phone does not send is deleted', async () => {
    const { rig, phone, luid } = await withAnn();
    const bob = phone.add('card', person('Bob', '222'));
    await phone.sync('card');
    phone.holds.card.delete(luid);
    expect((await phone.sync('card', refreshFromClient)).got).toEqual([]);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('222');
    expect([...phone.holds.card.keys()]).toEqual([bob]);
    expect((await phone.sync('card')).got).toEqual([]);
  });
});

describe('a refresh from the client', () => {
  it('takes away what the phone never had, in collections that may be written', async () => {
    const { rig, phone } = await withAnn();
    rig.card.server.put('b.vcf', person('Bob', '222'));
    await rig.refresh();
    expect((await phone.sync('card', refreshFromClient)).part?.counts).toMatchObject({ deleted: 1 });
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain('Ann');
  });

  it('holds that too when it is much, and a fresh phone empties nothing', async () => {
    const rig = await createRig();
    for (let at = 0; at < 30; at += 1) rig.card.server.put(`p${at}.vcf`, person(`Person ${at}`, `+49${at}`));
    await rig.refresh();
    const phone = await rig.phone();
    phone.add('card', person('Ann', '111'));
    expect((await phone.sync('card', refreshFromClient)).part?.counts).toMatchObject({
      created: 1,
      held: 30,
    });
    expect(rig.card.server.resources.size).toBe(31);
  });

  it('replaces what the cloud has changed since, and keeps what the phone cannot hold (DS-004)', async () => {
    const { rig, phone, href } = await withAnn('NOTE:old');
    rig.card.server.put(
      href,
      person('Ann', '222', 'UID:a', 'NOTE:new', 'X-CLOUD:stays', 'URL:https://example.org/ann'),
    );
    await rig.refresh();
    expect((await phone.sync('card', refreshFromClient)).part?.counts).toMatchObject({ updated: 1 });
    const [body] = rig.card.server.bodies();
    expect(body).toMatch(/^TEL.*:111\r$/m);
    expect(body).toContain('NOTE:old');
    expect(body).toContain('X-CLOUD:stays');
    expect(body).not.toMatch(/222|NOTE:new|URL/);
    expect((await phone.sync('card')).got).toEqual([]);
    expect((await phone.sync('card', slow)).got).toEqual([]);
    expect(rig.card.server.bodies()).toEqual([body]);
  });

  it('leaves alone what is of another kind', async () => {
    const { rig, phone } = await withAnn();
    rig.card.server.put('event.vcf', calendar(['UID:e', 'SUMMARY:e', 'DTSTART:20240214T090000Z']));
    await rig.refresh();
    await phone.sync('card', refreshFromClient);
    expect([...rig.card.server.resources.keys()].filter((href) => href.endsWith('event.vcf'))).toHaveLength(
      1,
    );
  });
});
