/** A phone deletes more than its user is likely to mean: the cloud keeps it, everything else goes on. */
import { describe, expect, it } from 'vitest';
import { filled } from './testing/filled.ts';
import { calendar, createRig, person, refreshFromClient, slow } from './testing/rig.ts';

describe('a phone that has lost nearly everything', () => {
  it.each([
    [3, 3, 3],
    [3, 2, 0],
    [2, 2, 0],
    [12, 11, 11],
    [60, 12, 0],
    [60, 13, 13],
  ])('with %i items deletes %i: %i wait (F21)', async (had, deleted, held) => {
    const { rig, phone } = await filled(had);
    for (const luid of [...phone.holds.card.keys()].slice(0, deleted)) phone.remove('card', luid);
    const { part } = await phone.sync('card');
    expect(part?.counts['held'] ?? 0).toBe(held);
    expect(rig.card.server.resources.size).toBe(had - deleted + held);
  });

  it('does not wait with what it replaced all of its items by', async () => {
    const { rig, phone } = await filled(3);
    for (const luid of phone.holds.card.keys()) phone.remove('card', luid);
    phone.add('card', person('New', '+491'));
    const { part } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ deleted: 3, created: 1 });
    expect(rig.card.server.resources.size).toBe(1);
  });

  it.each([
    ['a slow sync', slow],
    ['a refresh from the phone', refreshFromClient],
  ] as const)(
    'is refilled, or waits, and never empties the cloud: %s with nothing (F21)',
    async (_what, type) => {
      const { rig, phone } = await filled(3);
      phone.reset();
      await phone.sync('card', type);
      expect(rig.card.server.resources.size).toBe(3);
      await rig.push();
      await phone.sync('card', slow);
      expect(rig.card.server.resources.size).toBe(3);
    },
  );

  it('waits with the rest when another worker has held most of it (F29)', async () => {
    const { rig, phone } = await filled(7);
    const { store, settings } = rig.tools;
    Object.assign(settings, { inboxBatch: 1 });
    for (const luid of phone.holds.card.keys()) phone.remove('card', luid);
    const { inbox } = store;
    const deleted: typeof inbox.deleted = async (accountId, sessionId, datastoreId) => {
      Object.assign(store, { inbox });
      let batches = 0;
      rig.dies.before = () => (batches += 1) > 6;
      await rig.run({ kind: 'reconcile', accountId, sessionId, datastoreId });
      rig.dies.before = () => false;
      return inbox.deleted(accountId, sessionId, datastoreId);
    };
    Object.assign(store, { inbox: { ...inbox, deleted } });
    const { part } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ held: 7, deleted: 0 });
    expect(rig.card.server.resources.size).toBe(7);
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
