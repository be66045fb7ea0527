import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mapping, OutboxRow } from '@anchorage/store';
import { playSession } from '../testing/played-session.ts';
import type { PlayedSession } from '../testing/played-session.ts';
import { verdictOn } from './item-answered.ts';
import type { AnswerVerdict } from './item-answered.ts';

let session: PlayedSession;
beforeEach(async () => {
  session = await playSession();
});
afterEach(() => session.rig.close());

describe('verdictOn', () => {
  it.each<[OutboxRow['command'], number, AnswerVerdict]>([
    ['add', 200, 'done'],
    ['add', 201, 'done'],
    ['add', 418, 'done'],
    ['add', 404, 'failed'],
    ['add', 215, 'failed'],
    ['replace', 214, 'failed'],
    ['delete', 216, 'failed'],
    ['add', 420, 'failed'],
    ['add', 500, 'failed'],
    ['replace', 200, 'done'],
    ['replace', 201, 'done'],
    ['replace', 207, 'done'],
    ['replace', 404, 'lost'],
    ['replace', 410, 'lost'],
    ['replace', 211, 'lost'],
    ['replace', 415, 'failed'],
    ['delete', 200, 'done'],
    ['delete', 211, 'done'],
    ['delete', 404, 'done'],
    ['delete', 410, 'done'],
    ['delete', 500, 'failed'],
  ])('takes %s answered %i for %s', (command, status, verdict) => {
    expect(verdictOn(command, status)).toBe(verdict);
  });
});

describe('the phone answers', () => {
  it('an Add: the mapping waits for its Map', async () => {
    const id = await session.queued(await session.mapped({ guid: '1' }), {
      command: 'add',
      guid: '1',
      luid: null,
    });
    await session.play({ kind: 'item-answered', outboxId: id, status: 201 });
    expect(await session.summary()).toEqual([
      { luid: null, guid: '1', view: 'new view', revision: 9, pending: true },
    ]);
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
    expect(await session.summary()).toEqual([
      { luid: '77', guid: '1', view: 'new view', revision: 9, pending: false },
    ]);
  });

  it('an Add after its Map', async () => {
    const id = await session.queued(await session.mapped({ guid: '1' }), {
      command: 'add',
      guid: '1',
      luid: null,
    });
    await session.play(
      { kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' },
      { kind: 'item-answered', outboxId: id, status: 201 },
    );
    expect(await session.summary()).toEqual([
      { luid: '77', guid: '1', view: 'new view', revision: 9, pending: false },
    ]);
  });

  it('a Replace: done, lost or failed', async () => {
    const item = await session.mapped({ luid: '5', view: 'old', revision: 3 });
    const answer = async (status: number) => {
      const id = await session.queued(item, { command: 'replace', guid: null, luid: '5' });
      await session.play({ kind: 'item-answered', outboxId: id, status });
      return (await session.rig.store.outbox.get(session.rig.accountId, [id]))[0];
    };
    expect(await answer(500)).toMatchObject({ state: 'failed', status: 500 });
    expect(await session.summary()).toMatchObject([{ luid: '5', view: 'old', revision: 3, pending: true }]);
    expect(await answer(200)).toMatchObject({ state: 'done', status: 200 });
    expect(await session.summary()).toMatchObject([
      { luid: '5', view: 'new view', revision: 9, pending: false },
    ]);
    await answer(404);
    expect(await session.summary()).toMatchObject([{ luid: null, pending: true }]);
  });

  it('a Delete: the mapping goes, unless the item has another LUID by now', async () => {
    const first = await session.queued(await session.mapped({ luid: '5' }), {
      command: 'delete',
      guid: null,
      luid: '5',
    });
    const second = await session.queued(await session.mapped({ luid: '8' }), {
      command: 'delete',
      guid: null,
      luid: '6',
    });
    await session.play(
      { kind: 'item-answered', outboxId: first, status: 211 },
      { kind: 'item-answered', outboxId: second, status: 200 },
    );
    expect(await session.summary()).toMatchObject([{ luid: '8' }]);
  });

  it('no to one item: counted once each, not for what is not its fault, and forgotten with the first yes', async () => {
    const item = await session.mapped({ luid: '5', view: 'old', revision: 3 });
    const answers = async (...statuses: number[]) => {
      const id = await session.queued(item, { command: 'replace', guid: null, luid: '5' });
      for (const status of statuses) await session.play({ kind: 'item-answered', outboxId: id, status });
      return (await session.rig.mappings('card'))[0];
    };
    expect(await answers(500, 500)).toMatchObject({ refusals: 1, aside: null });
    for (const status of [214, 420, 503]) expect(await answers(status)).toMatchObject({ refusals: 1 });
    expect(await answers(415)).toMatchObject({ refusals: 2, pending: true });
    expect(await answers(200)).toMatchObject({ refusals: 0 });
    for (let times = 1; times < 5; times += 1)
      expect(await answers(500)).toMatchObject({ refusals: times, aside: null });
    expect(await session.rig.store.quarantine.list(session.rig.accountId)).toEqual([]);
    expect(await answers(500)).toMatchObject({ refusals: 5, aside: 9, pending: false });
    expect(await session.rig.store.quarantine.list(session.rig.accountId)).toMatchObject([
      { side: 'to-phone', reason: 'refused 500', raw: new TextEncoder().encode('new view') },
    ]);
    expect(await answers(200)).toMatchObject({ refusals: 0, aside: null, view: 'new view' });
    expect(await session.rig.store.quarantine.list(session.rig.accountId)).toEqual([]);
  });

  it('yes to one that was set aside because phone and cloud undid each other: it is aside no more', async () => {
    const item = await session.mapped({ luid: '5', view: 'old', revision: 3 });
    const [{ id, datastoreId }] = (await session.rig.mappings('card')) as [Mapping];
    await session.rig.store.mappings.update(session.rig.accountId, id, { aside: 3 });
    const row = { side: 'to-phone', collectionId: null, datastoreId, reference: id, createdAt: 1 } as const;
    await session.rig.store.quarantine.put(session.rig.accountId, {
      ...row,
      reason: 'ping-pong',
      raw: new Uint8Array(1),
    });
    const outboxId = await session.queued(item, { command: 'replace', guid: null, luid: '5' });
    await session.play({ kind: 'item-answered', outboxId, status: 200 });
    expect(await session.rig.mappings('card')).toMatchObject([{ aside: null, view: 'new view' }]);
    expect(await session.rig.store.quarantine.list(session.rig.accountId)).toEqual([]);
  });

  it('something that is not there, without harm', async () => {
    await session.mapped({ luid: '5' });
    const before = await session.summary();
    await session.play({
      kind: 'item-answered',
      outboxId: '00000000-0000-7000-8000-00000000dead',
      status: 200,
    });
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '999', luid: '5' });
    expect(await session.summary()).toEqual(before);
  });
});

describe('a datastore', () => {
  it('asks for refresh when opened, for reconcile when received, and keeps what came in order', async () => {
    const jobs = await session.play(
      { kind: 'item-received', datastore: 'card', command: 'add', luid: '1', contentType: null, data: null },
      {
        kind: 'item-received',
        datastore: 'card',
        command: 'delete',
        luid: '2',
        contentType: null,
        data: null,
      },
      { kind: 'datastore-received', datastore: 'card' },
    );
    expect(jobs.map(({ kind }) => kind)).toEqual(['reconcile']);
    const rows = await session.rig.store.inbox.pending(
      session.rig.accountId,
      session.id,
      session.rig.datastores.card.id,
      0,
      10,
    );
    expect(rows.map(({ command, luid }) => [command, luid])).toEqual([
      ['add', '1'],
      ['delete', '2'],
    ]);
    const [part] = await session.rig.store.sessions.parts(session.rig.accountId, session.id);
    expect(part?.state).toBe('received');
  });

  it('forgets what came in when it turns into a slow sync', async () => {
    await session.play(
      { kind: 'item-received', datastore: 'card', command: 'add', luid: '1', contentType: null, data: null },
      { kind: 'sync-type-changed', datastore: 'card', syncType: 201 },
    );
    expect(
      await session.rig.store.inbox.pending(
        session.rig.accountId,
        session.id,
        session.rig.datastores.card.id,
        0,
        10,
      ),
    ).toEqual([]);
    const [part] = await session.rig.store.sessions.parts(session.rig.accountId, session.id);
    expect(part).toMatchObject({
      syncType: 201,
      clientNext: '2',
      serverNext: '20260101T000000Z',
      state: 'open',
    });
  });

  it('advances anchors and position together when finished', async () => {
    const { id, collections } = session.rig.datastores.card;
    const seen = collections.map((collection) => ({ collectionId: collection.id, revision: 42 }));
    await session.rig.store.sessions.updatePart(session.rig.accountId, session.id, id, {
      state: 'reconciled',
      seen,
    });
    await session.play({ kind: 'datastore-finished', datastore: 'card', clientNext: 'later' });
    expect(await session.rig.store.datastores.get(session.rig.accountId, id)).toMatchObject({
      clientAnchor: 'later',
      serverAnchor: '20260101T000000Z',
      collections: [{ seenRevision: 42 }],
    });
  });
});
