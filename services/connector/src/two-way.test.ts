import { StoreError } from '@anchorage/store';
import type { Tables } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, refreshFromClient, refreshFromServer, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

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

describe('an Add that is not meant any more', () => {
  it('is not sent when its item was deleted while the outbox was being written', async () => {
    const { rig, phone } = await withAnn();
    const href = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    let dead = false;
    const store = { ...rig.tools.store };
    /** When the outbox is complete and the part is about to say so. */
    const dying = (tx: Tables): Tables => ({
      ...tx,
      sessions: {
        ...tx.sessions,
        async updatePart(account, session, datastore, change) {
          if (change.state === 'reconciled' && !dead) throw new StoreError('unavailable', 'died');
          await tx.sessions.updatePart(account, session, datastore, change);
        },
      },
    });
    Object.assign(rig.tools.store, {
      async transaction<T>(work: (tx: Tables) => Promise<T>): Promise<T> {
        try {
          return await store.transaction((tx) => work(dying(tx)));
        } catch (error) {
          dead = true;
          rig.card.server.remove(href);
          await rig.refresh();
          throw error;
        }
      },
    });
    const { got } = await phone.sync('card');
    expect(dead).toBe(true);
    expect(got.filter((one) => one === 'add')).toEqual([]);
  });

  it('is taken back when its Map comes late', async () => {
    const { rig, phone } = await withAnn();
    const href = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    await phone.sync('card', undefined, { breakOff: 'before-map' });
    expect(phone.holds.card.size).toBe(2);
    rig.card.server.remove(href);
    expect((await phone.sync('card')).got).toEqual([]);
    await phone.mapLate();
    expect((await phone.sync('card')).got).toEqual(['delete 2']);
    expect(phone.holds.card.size).toBe(1);
    expect((await phone.sync('card')).got).toEqual([]);
  });
});

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

describe('many deletions at once', () => {
  it('wait for the word of their owner', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 30; at += 1) phone.add('card', person(`Person ${at}`, `+49${at}`));
    await phone.sync('card', slow);
    for (const luid of [...phone.holds.card.keys()].slice(0, 20)) phone.remove('card', luid);
    const { got, part } = await phone.sync('card');
    expect(got).toEqual([]);
    expect(part?.counts).toMatchObject({ held: 20, deleted: 0 });
    expect(rig.card.server.resources.size).toBe(30);
    expect((await phone.sync('card')).got).toEqual([]);
    const held = await rig.store.journal.list(rig.accountId, ['held'], 100);
    expect(held).toHaveLength(20);
    await rig.store.journal.release(
      rig.accountId,
      held.map(({ id }) => id),
      rig.tools.clock.now(),
    );
    await rig.push();
    expect(rig.card.server.resources.size).toBe(10);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('also when the collection holds much else', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 15; at += 1) {
      const day = String(at + 1).padStart(2, '0');
      rig.cal.server.put(
        `e${at}.ics`,
        calendar([`UID:e${at}`, `SUMMARY:${at}`, `DTSTART:202402${day}T090000Z`]),
      );
    }
    const task = (at: number) => calendar([`UID:t${at}`, `SUMMARY:task ${at}`]).replaceAll('VEVENT', 'VTODO');
    for (let at = 0; at < 100; at += 1) rig.cal.server.put(`t${at}.ics`, task(at));
    await phone.sync('cal', slow);
    expect(phone.holds.cal.size).toBe(15);
    for (const luid of phone.holds.cal.keys()) phone.remove('cal', luid);
    expect((await phone.sync('cal')).part?.counts).toMatchObject({ held: 15, deleted: 0 });
    expect(rig.cal.server.resources.size).toBe(115);
  });

  it('as well when a refresh from the client brings nothing', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 30; at += 1) phone.add('card', person(`Person ${at}`, `+49${at}`));
    await phone.sync('card', slow);
    phone.reset();
    await phone.sync('card', refreshFromClient);
    expect(rig.card.server.resources.size).toBe(30);
    expect(await rig.store.journal.list(rig.accountId, ['held'], 100)).toHaveLength(30);
  });
});

/** One contact, on both sides. */
async function withAnn(
  ...more: readonly (string | { policy: 'keep-both' })[]
): Promise<{ rig: Rig; phone: TestPhone; luid: string; href: string }> {
  const rig = await createRig();
  const lines = more.filter((entry) => typeof entry === 'string');
  const href = rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', ...lines));
  const phone = await rig.phone(more.find((entry) => typeof entry !== 'string'));
  await phone.sync('card', slow);
  const [luid = ''] = [...phone.holds.card.keys()];
  return { rig, phone, luid, href };
}

function edited(phone: TestPhone, luid: string, from: string, to: string): string {
  const text = phone.holds.card.get(luid) ?? '';
  if (!text.includes(from)) throw new Error(`the phone's text lacks ${from}`);
  return text.replace(from, to);
}
