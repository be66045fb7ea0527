import { asId } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import { mischief, names, takenBack, threePeople, undo } from './testing/three-people.ts';

describe('an undo', () => {
  it('is a change like any other: it can be undone, and that as well (F64)', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await rig.push();
    const [done, undone] = [names(phone), ['Ann', 'Bob', 'Carl']];
    const first = await undo(rig, sessionId);
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(undone);
    const second = await undo(rig, first.id, 'undo');
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(done);
    expect(phone.holds.card.get(luid('Ann'))).toContain('NOTE:new');
    await undo(rig, second.id, 'undo');
    await rig.push();
    await phone.sync('card');
    expect(names(phone)).toEqual(undone);
    await takenBack(rig, phone);
  });

  it('changes nothing when it is asked for a second time', async () => {
    const { rig, phone, luid } = await threePeople();
    const sessionId = await mischief(phone, luid);
    await undo(rig, sessionId);
    await rig.push();
    const before = rig.card.server.bodies();
    await undo(rig, sessionId);
    await rig.push();
    expect(rig.card.server.bodies()).toEqual(before);
  });

  it.each(['before', 'after'] as const)(
    'does the same wherever its worker dies, %s a commit',
    async (when) => {
      for (let fatal = 1; fatal <= 6; fatal += 1) {
        const { rig, phone, luid } = await threePeople({ undoBatch: 1 });
        const sessionId = await mischief(phone, luid);
        await rig.push();
        let commits = 0;
        rig.dies[when] = () => (commits += 1) === fatal;
        const { counts } = await undo(rig, sessionId);
        rig.dies[when] = () => false;
        expect(counts, `at commit ${fatal}`).toEqual({ removed: 1, restored: 1, recreated: 1 });
        await rig.push();
        await phone.sync('card');
        expect(names(phone)).toEqual(['Ann', 'Bob', 'Carl']);
        await takenBack(rig, phone);
      }
    },
  );

  it('is found by the sweeper when its job was lost, and done once by two workers', async () => {
    const { rig, phone, luid } = await threePeople({ undoBatch: 1 });
    const sessionId = await mischief(phone, luid);
    const { accountId, store } = rig;
    const { id } = await store.undos.add(accountId, { kind: 'session', sessionId }, rig.tools.clock.now());
    expect(await store.undos.pending(10)).toEqual([{ accountId, id }]);
    const job = { kind: 'undo', accountId, undoId: id } as const;
    await Promise.all([rig.run(job), rig.run(job)]);
    expect((await store.undos.get(accountId, id))?.counts).toEqual({ removed: 1, restored: 1, recreated: 1 });
    expect(await store.undos.pending(10)).toEqual([]);
  });

  it('touches nothing when earlier versions may be forgotten, or the session is', async () => {
    const { rig, phone, luid } = await threePeople({ retention: 86_400_000 });
    const sessionId = await mischief(phone, luid);
    await rig.push();
    rig.passTime(2 * 86_400_000);
    const before = rig.card.server.bodies();
    expect((await undo(rig, sessionId)).counts).toEqual({ tooOld: 1 });
    expect((await undo(rig, asId<'session'>('unknown'))).counts).toEqual({ tooOld: 1 });
    await rig.push();
    expect(rig.card.server.bodies()).toEqual(before);
  });

  it('gives back what is held, and takes a deletion back that had its owner’s word', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 30; at += 1) phone.add('card', person(`Person ${at}`, `+49${at}`));
    await phone.sync('card', slow);
    for (const luid of [...phone.holds.card.keys()].slice(0, 20)) phone.remove('card', luid);
    const { sessionId } = await phone.sync('card');
    const { accountId, store } = rig;
    const held = await store.journal.list(accountId, ['held'], 100);
    await store.journal.release(
      accountId,
      held.slice(0, 5).map(({ id }) => id),
      rig.tools.clock.now(),
    );
    await rig.push();
    expect(rig.card.server.resources.size).toBe(25);
    expect((await undo(rig, sessionId)).counts).toEqual({ recreated: 5, kept: 15 });
    await rig.push();
    await phone.sync('card');
    expect(rig.card.server.resources.size).toBe(30);
    expect(phone.holds.card.size).toBe(30);
    expect(await store.journal.list(accountId, ['held'], 100)).toEqual([]);
    await takenBack(rig, phone);
  });
});
