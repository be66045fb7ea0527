/** The cloud loses more than a person is likely to mean: the phone keeps it, everything else goes on. */
import type { SessionId } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { filled, lose } from './testing/filled.ts';
import { calendar, createRig, person, refreshFromServer, slow, twoWay } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';

describe('a cloud that has lost nearly everything', () => {
  it.each([
    [3, 3, 3],
    [3, 2, 0],
    [2, 2, 0],
    [60, 12, 0],
    [60, 13, 13],
  ])('of %i items %i are gone: %i stay on the phone (F51, F52)', async (had, gone, held) => {
    const { rig, phone } = await filled(had);
    lose(rig, gone);
    const { got, part } = await phone.sync('card');
    expect(part?.counts['heldFromCloud'] ?? 0).toBe(held);
    expect(got).toHaveLength(gone - held);
    expect(phone.holds.card.size).toBe(had - gone + held);
  });

  it('still gives the phone everything else, and asks only once', async () => {
    const { rig, phone } = await filled(30);
    const [survivor = ''] = [...rig.card.server.resources.keys()].slice(-1);
    lose(rig, 20);
    rig.card.server.put(survivor, person('Changed', '+49777', 'UID:u29'));
    rig.card.server.put('new.vcf', person('New', '+49888', 'UID:new'));
    const { got } = await phone.sync('card');
    expect(got).toHaveLength(2);
    expect(got).toEqual(expect.arrayContaining(['add', expect.stringMatching(/^replace /)]));
    for (const type of [twoWay, slow]) {
      const { got, part } = await phone.sync('card', type);
      expect(got).toEqual([]);
      expect(part?.counts['heldFromCloud']).toBeUndefined();
    }
    expect(phone.holds.card.size).toBe(31);
    expect(rig.card.server.resources.size).toBe(11);
    lose(rig, 1);
    expect((await phone.sync('card')).got).toHaveLength(1);
  });

  it('and meant it: the phone is told with its next sync', async () => {
    const { rig, phone } = await filled(30);
    lose(rig, 20);
    const { sessionId } = await phone.sync('card');
    expect(await rig.store.holds.confirm(rig.accountId, sessionId)).toBe(20);
    expect((await phone.sync('card')).got).toHaveLength(20);
    expect(phone.holds.card.size).toBe(10);
    await settled(rig, phone);
  });

  it('and did not mean it: the cloud has them again, once, and no phone notices', async () => {
    const { rig, phone } = await filled(30);
    const other = await rig.phone({ name: 'other' });
    await other.sync('card', slow);
    const before = [phone.texts('card'), other.texts('card')];
    lose(rig, 20);
    const { sessionId } = await phone.sync('card');
    await other.sync('card');
    expect((await reject(rig, sessionId)).counts).toEqual({ recreated: 20 });
    await rig.push();
    expect(rig.card.server.resources.size).toBe(30);
    expect((await phone.sync('card')).got).toEqual([]);
    expect((await other.sync('card')).got).toEqual([]);
    expect([phone.texts('card'), other.texts('card')]).toEqual(before);
    expect(await rig.store.holds.list(rig.accountId)).toEqual([]);
    await settled(rig, phone);
    await settled(rig, other);
  });

  it('and may not be written: the phone keeps what there is', async () => {
    const { rig, phone } = await filled(5);
    lose(rig, 5);
    const { sessionId } = await phone.sync('card');
    const { displayName, kinds, linkId, url } = rig.card.row;
    const row = { displayName, kinds, linkId, url, maxResourceSize: null };
    await rig.store.collections.upsert(rig.accountId, { ...row, readOnly: true });
    expect((await reject(rig, sessionId)).counts).toEqual({ left: 5 });
    for (const type of [twoWay, slow]) {
      expect((await phone.sync('card', type)).got).toEqual([]);
      expect(phone.holds.card.size).toBe(5);
    }
    expect(await rig.store.holds.list(rig.accountId)).toEqual([]);
  });

  it('does not empty a phone that refreshes from it', async () => {
    const { rig, phone } = await filled(5);
    lose(rig, 5);
    expect((await phone.sync('card', refreshFromServer)).got).toEqual(Array.from({ length: 5 }, () => 'add'));
    expect(phone.holds.card.size).toBe(5);
    expect((await phone.sync('card')).got).toEqual([]);
    const [{ sessionId } = { sessionId: '' as SessionId }] = await rig.store.holds.list(rig.accountId);
    await rig.store.holds.confirm(rig.accountId, sessionId);
    expect((await phone.sync('card')).got).toHaveLength(5);
    expect(phone.holds.card.size).toBe(0);
  });

  it('lets an edit on the phone bring one back, and a Delete there settle one', async () => {
    const { rig, phone } = await filled(5);
    lose(rig, 5);
    await phone.sync('card');
    const [edited = '', deleted = ''] = [...phone.holds.card.keys()];
    phone.replace('card', edited, (phone.holds.card.get(edited) ?? '').replace('END:', 'NOTE:mine\r\nEND:'));
    phone.remove('card', deleted);
    expect((await phone.sync('card')).got).toEqual([]);
    expect(rig.card.server.bodies()).toEqual([expect.stringContaining('NOTE:mine')]);
    expect(await rig.store.holds.list(rig.accountId)).toMatchObject([{ deletions: 3 }]);
  });

  it('is asked about what an earlier session could not tell, when that is too much by now', async () => {
    const { rig, phone } = await filled(60);
    const { card } = phone.datastores;
    lose(rig, 12);
    const { part: earlier } = await phone.sync('card', twoWay, { breakOff: 'before-status' });
    expect(earlier?.counts).toMatchObject({ toDelete: 12 });
    // It ended all the same: the collection has no news since.
    await rig.store.datastores.setSeen(rig.accountId, card, earlier?.seen ?? []);
    const { linkId, url, displayName, kinds } = rig.card.row;
    const row = { linkId, url, displayName, kinds, maxResourceSize: null };
    await rig.store.collections.upsert(rig.accountId, { ...row, readOnly: true });
    phone.remove('card', [...phone.holds.card.keys()].at(-1) ?? '');
    const { part, got } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ heldFromCloud: 12, toDelete: 0 });
    expect(got).toEqual(['add']);
    expect(await rig.store.holds.list(rig.accountId)).toMatchObject([{ deletions: 12 }]);
  });

  it('is not asked about items that only moved', async () => {
    const { rig, phone } = await filled(15);
    for (const [href, { body }] of new Map(rig.card.server.resources)) {
      rig.card.server.remove(href);
      rig.card.server.put(`moved-${href.split('/').pop()}`, body);
    }
    const { part } = await phone.sync('card');
    expect(part?.counts['heldFromCloud']).toBeUndefined();
    expect(phone.holds.card.size).toBe(15);
  });

  it('holds the same when the worker dies at any of its commits', async () => {
    for (let fatal = 1; fatal <= 8; fatal += 1) {
      const { rig, phone } = await filled(12);
      lose(rig, 12);
      await rig.refresh();
      let commits = 0;
      rig.dies.after = () => (commits += 1) === fatal;
      const { part } = await phone.sync('card');
      rig.dies.after = () => false;
      expect(part?.counts, `at commit ${fatal}`).toMatchObject({ heldFromCloud: 12, toDelete: 0 });
      expect(phone.holds.card.size).toBe(12);
    }
  });

  it('counts what the phone has, not what else is in the collection', async () => {
    const rig = await createRig();
    for (let at = 0; at < 15; at += 1) {
      const day = String(at + 1).padStart(2, '0');
      rig.cal.server.put(
        `e${at}.ics`,
        calendar([`UID:e${at}`, `SUMMARY:${at}`, `DTSTART:202402${day}T090000Z`]),
      );
      rig.cal.server.put(
        `t${at}.ics`,
        calendar([`UID:t${at}`, `SUMMARY:task`]).replaceAll('VEVENT', 'VTODO'),
      );
    }
    const phone = await rig.phone();
    await phone.sync('cal', slow);
    for (const href of [...rig.cal.server.resources.keys()].filter((one) => one.includes('/e'))) {
      rig.cal.server.remove(href);
    }
    expect((await phone.sync('cal')).part?.counts).toMatchObject({ heldFromCloud: 15 });
  });
});

describe('what the cloud has deleted', () => {
  it('does not come back by a slow sync of a phone that has not heard of it', async () => {
    const { rig, phone } = await filled(5);
    lose(rig, 1);
    expect((await phone.sync('card', slow)).got).toEqual([expect.stringMatching(/^delete /)]);
    expect(rig.card.server.resources.size).toBe(4);
    expect(phone.holds.card.size).toBe(4);
    await settled(rig, phone);
  });

  it('comes back when the phone has changed it before', async () => {
    const { rig, phone } = await filled(5);
    const [luid = ''] = phone.holds.card.keys();
    lose(rig, 5);
    phone.holds.card.set(luid, (phone.holds.card.get(luid) ?? '').replace('END:', 'NOTE:mine\r\nEND:'));
    await phone.sync('card', slow);
    expect(rig.card.server.bodies()).toEqual([expect.stringContaining('NOTE:mine')]);
  });
});

async function reject(rig: Rig, sessionId: SessionId) {
  const { accountId, store } = rig;
  const { id } = await store.undos.add(accountId, { kind: 'hold', sessionId }, rig.tools.clock.now());
  await rig.run({ kind: 'undo', accountId, undoId: id });
  const undo = await store.undos.get(accountId, id);
  if (undo?.state !== 'done') throw new Error('not done');
  return undo;
}
