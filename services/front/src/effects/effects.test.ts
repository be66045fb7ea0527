import { asId, silentLogger } from '@anchorage/model';
import type { ItemId, OutboxId, SessionId } from '@anchorage/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mapping, NewMapping, OutboxRow } from '@anchorage/store';
import { createRig } from '../testing/rig.ts';
import type { Rig } from '../testing/rig.ts';
import { carryOut } from './carry-out.ts';
import type { EffectContext } from './context.ts';
import { verdictOn } from './item-answered.ts';
import type { AnswerVerdict } from './item-answered.ts';

let rig: Rig;
let sessionId: SessionId;
beforeEach(async () => {
  rig = await createRig();
  await begin('00000000-0000-7000-8000-000000000001');
});
afterEach(() => rig.close());

async function begin(id: string): Promise<void> {
  sessionId = asId(id);
  await rig.store.sessions.insert(rig.accountId, {
    id: sessionId,
    deviceId: rig.device.id,
    token: `token ${id}`,
    peerUri: 'IMEI:000000000000017',
    peerSessionId: '1',
    state: '{}',
    lastRequest: 'x',
    lastMsgId: 1,
    startedAt: 1,
  });
  await play({
    kind: 'datastore-opened',
    datastore: 'card',
    source: './card',
    syncType: 200,
    client: { last: '1', next: '2' },
    serverNext: '20260101T000000Z',
  });
}

function play(...events: Parameters<typeof carryOut>[1]) {
  const { device } = rig;
  const datastores = [rig.datastores.card];
  return rig.store.transaction((tx) => {
    const context: EffectContext = { tx, device, sessionId, datastores, logger: silentLogger, now: 1 };
    return carryOut(context, events);
  });
}

async function mapped(mapping: Partial<NewMapping>): Promise<ItemId> {
  const itemId = await rig.put('card', 'BEGIN:VCARD\r\nEND:VCARD\r\n');
  const blank = { luid: null, guid: null, recurrenceId: '', view: null, revision: 0, pending: true };
  await rig.store.mappings.insert(rig.accountId, [
    { datastoreId: rig.datastores.card.id, itemId, ...blank, ...mapping },
  ]);
  return itemId;
}

async function queued(itemId: ItemId, row: Pick<OutboxRow, 'command' | 'guid' | 'luid'>): Promise<OutboxId> {
  const datastoreId = rig.datastores.card.id;
  const data = row.command === 'delete' ? null : new TextEncoder().encode('new view');
  const contentType = data === null ? null : 'text/x-vcard';
  await rig.store.outbox.append(rig.accountId, [
    { sessionId, datastoreId, itemId, recurrenceId: '', revision: 9, contentType, data, ...row },
  ]);
  const rows = await rig.store.outbox.ofSession(rig.accountId, sessionId);
  return rows.at(-1)?.id ?? asId('none');
}

const summary = async () =>
  (await rig.mappings('card')).map(({ luid, guid, view, revision, pending }) => ({
    luid,
    guid,
    view,
    revision,
    pending,
  }));

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
    const id = await queued(await mapped({ guid: '1' }), { command: 'add', guid: '1', luid: null });
    await play({ kind: 'item-answered', outboxId: id, status: 201 });
    expect(await summary()).toEqual([
      { luid: null, guid: '1', view: 'new view', revision: 9, pending: true },
    ]);
    await play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
    expect(await summary()).toEqual([
      { luid: '77', guid: '1', view: 'new view', revision: 9, pending: false },
    ]);
  });

  it('an Add after its Map', async () => {
    const id = await queued(await mapped({ guid: '1' }), { command: 'add', guid: '1', luid: null });
    await play(
      { kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' },
      { kind: 'item-answered', outboxId: id, status: 201 },
    );
    expect(await summary()).toEqual([
      { luid: '77', guid: '1', view: 'new view', revision: 9, pending: false },
    ]);
  });

  it('a Replace: done, lost or failed', async () => {
    const item = await mapped({ luid: '5', view: 'old', revision: 3 });
    const answer = async (status: number) => {
      const id = await queued(item, { command: 'replace', guid: null, luid: '5' });
      await play({ kind: 'item-answered', outboxId: id, status });
      return (await rig.store.outbox.get(rig.accountId, [id]))[0];
    };
    expect(await answer(500)).toMatchObject({ state: 'failed', status: 500 });
    expect(await summary()).toMatchObject([{ luid: '5', view: 'old', revision: 3, pending: true }]);
    expect(await answer(200)).toMatchObject({ state: 'done', status: 200 });
    expect(await summary()).toMatchObject([{ luid: '5', view: 'new view', revision: 9, pending: false }]);
    await answer(404);
    expect(await summary()).toMatchObject([{ luid: null, pending: true }]);
  });

  it('a Delete: the mapping goes, unless the item has another LUID by now', async () => {
    const first = await queued(await mapped({ luid: '5' }), { command: 'delete', guid: null, luid: '5' });
    const second = await queued(await mapped({ luid: '8' }), { command: 'delete', guid: null, luid: '6' });
    await play(
      { kind: 'item-answered', outboxId: first, status: 211 },
      { kind: 'item-answered', outboxId: second, status: 200 },
    );
    expect(await summary()).toMatchObject([{ luid: '8' }]);
  });

  it('no to one item: counted once each, not for what is not its fault, and forgotten with the first yes', async () => {
    const item = await mapped({ luid: '5', view: 'old', revision: 3 });
    const answers = async (...statuses: number[]) => {
      const id = await queued(item, { command: 'replace', guid: null, luid: '5' });
      for (const status of statuses) await play({ kind: 'item-answered', outboxId: id, status });
      return (await rig.mappings('card'))[0];
    };
    expect(await answers(500, 500)).toMatchObject({ refusals: 1, aside: null });
    for (const status of [214, 420, 503]) expect(await answers(status)).toMatchObject({ refusals: 1 });
    expect(await answers(415)).toMatchObject({ refusals: 2, pending: true });
    expect(await answers(200)).toMatchObject({ refusals: 0 });
    for (let times = 1; times < 5; times += 1)
      expect(await answers(500)).toMatchObject({ refusals: times, aside: null });
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
    expect(await answers(500)).toMatchObject({ refusals: 5, aside: 9, pending: false });
    expect(await rig.store.quarantine.list(rig.accountId)).toMatchObject([
      { side: 'to-phone', reason: 'refused 500', raw: new TextEncoder().encode('new view') },
    ]);
    expect(await answers(200)).toMatchObject({ refusals: 0, aside: null, view: 'new view' });
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
  });

  it('yes to one that was set aside because phone and cloud undid each other: it is aside no more', async () => {
    const item = await mapped({ luid: '5', view: 'old', revision: 3 });
    const [{ id, datastoreId }] = (await rig.mappings('card')) as [Mapping];
    await rig.store.mappings.update(rig.accountId, id, { aside: 3 });
    const row = { side: 'to-phone', collectionId: null, datastoreId, reference: id, createdAt: 1 } as const;
    await rig.store.quarantine.put(rig.accountId, { ...row, reason: 'ping-pong', raw: new Uint8Array(1) });
    const outboxId = await queued(item, { command: 'replace', guid: null, luid: '5' });
    await play({ kind: 'item-answered', outboxId, status: 200 });
    expect(await rig.mappings('card')).toMatchObject([{ aside: null, view: 'new view' }]);
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
  });

  it('something that is not there, without harm', async () => {
    await mapped({ luid: '5' });
    const before = await summary();
    await play({ kind: 'item-answered', outboxId: '00000000-0000-7000-8000-00000000dead', status: 200 });
    await play({ kind: 'item-mapped', datastore: 'card', guid: '999', luid: '5' });
    expect(await summary()).toEqual(before);
  });
});

describe('a Map', () => {
  it('may come twice', async () => {
    await mapped({ guid: '1', view: 'sent' });
    for (let round = 0; round < 2; round++) {
      await play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
      expect(await summary()).toMatchObject([{ luid: '77', pending: false }]);
    }
  });

  it('of an item that has gone meanwhile leaves something to do', async () => {
    await mapped({ guid: '1', view: null });
    await play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
    expect(await summary()).toMatchObject([{ luid: '77', pending: true }]);
  });

  it('takes a LUID away from an item that had it, which is then added again', async () => {
    await mapped({ luid: '5', pending: false });
    await mapped({ guid: '1', view: 'sent' });
    await play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '5' });
    const after = await summary();
    expect(after).toContainEqual(expect.objectContaining({ luid: '5', guid: '1', pending: false }));
    expect(after).toContainEqual(expect.objectContaining({ luid: null, guid: null, pending: true }));
  });

  it('of such a Replace is not taken for that of an Add of earlier whose GUID is the same number', async () => {
    const earlier = { guid: '5', luid: '60', view: 'sent', pending: false };
    await mapped(earlier);
    const id = await queued(await mapped({ luid: '5' }), { command: 'replace', guid: null, luid: '5' });
    await play(
      { kind: 'item-answered', outboxId: id, status: 201 },
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '60' },
    );
    // The earlier one's Map once more.
    expect(await summary()).toContainEqual(expect.objectContaining({ guid: null, luid: '5' }));
    await play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60', pending: false }));
    expect(after).toContainEqual(expect.objectContaining({ guid: null, luid: '90', view: 'new view' }));
  });

  it('may follow a Replace that the phone made an Add of, and only that', async () => {
    const id = await queued(await mapped({ luid: '5' }), { command: 'replace', guid: null, luid: '5' });
    await play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    expect(await summary()).toMatchObject([{ luid: '5' }]);
    await play(
      { kind: 'item-answered', outboxId: id, status: 201 },
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' },
    );
    expect(await summary()).toMatchObject([{ luid: '90', pending: false }]);
  });
});

describe('a Map of what a Replace of an earlier session made the phone add', () => {
  const replacedBefore = { luid: '5', view: 'shown', pending: true };

  it('is taken for that, not for one of an old Add with the same number', async () => {
    await mapped({ guid: '5', luid: '60', view: 'sent', pending: false });
    await mapped(replacedBefore);
    await play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60', pending: false }));
    // It shows the old text or the new: it gets the item once more.
    expect(after).toContainEqual(
      expect.objectContaining({ guid: null, luid: '90', view: 'shown', pending: true }),
    );
    expect(after).toHaveLength(2);
  });

  it('is known after the phone has answered the Replace, with the next session', async () => {
    await mapped({ guid: '5', luid: '60', view: 'sent', pending: false });
    const id = await queued(await mapped(replacedBefore), { command: 'replace', guid: null, luid: '5' });
    await play({ kind: 'item-answered', outboxId: id, status: 201 });
    await begin('00000000-0000-7000-8000-000000000002');
    await play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60' }));
    expect(after).toContainEqual(
      expect.objectContaining({ guid: null, luid: '90', view: 'new view', pending: false }),
    );
  });

  it('is not believed when the phone has answered the Replace otherwise, or was told to delete', async () => {
    await mapped({ ...replacedBefore, pending: false });
    await mapped({ ...replacedBefore, luid: '6' });
    const [, other] = await rig.mappings('card');
    await rig.store.mappings.update(rig.accountId, other?.id ?? asId('none'), { withdrawn: true });
    await play(
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' },
      { kind: 'item-mapped', datastore: 'card', guid: '6', luid: '91' },
    );
    expect(new Set((await summary()).map(({ luid }) => luid))).toEqual(new Set(['5', '6']));
  });
});

describe('a datastore', () => {
  it('asks for refresh when opened, for reconcile when received, and keeps what came in order', async () => {
    const jobs = await play(
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
    const rows = await rig.store.inbox.pending(rig.accountId, sessionId, rig.datastores.card.id, 0, 10);
    expect(rows.map(({ command, luid }) => [command, luid])).toEqual([
      ['add', '1'],
      ['delete', '2'],
    ]);
    const [part] = await rig.store.sessions.parts(rig.accountId, sessionId);
    expect(part?.state).toBe('received');
  });

  it('forgets what came in when it turns into a slow sync', async () => {
    await play(
      { kind: 'item-received', datastore: 'card', command: 'add', luid: '1', contentType: null, data: null },
      { kind: 'sync-type-changed', datastore: 'card', syncType: 201 },
    );
    expect(await rig.store.inbox.pending(rig.accountId, sessionId, rig.datastores.card.id, 0, 10)).toEqual(
      [],
    );
    const [part] = await rig.store.sessions.parts(rig.accountId, sessionId);
    expect(part).toMatchObject({
      syncType: 201,
      clientNext: '2',
      serverNext: '20260101T000000Z',
      state: 'open',
    });
  });

  it('advances anchors and position together when finished', async () => {
    const { id, collections } = rig.datastores.card;
    const seen = collections.map((collection) => ({ collectionId: collection.id, revision: 42 }));
    await rig.store.sessions.updatePart(rig.accountId, sessionId, id, { state: 'reconciled', seen });
    await play({ kind: 'datastore-finished', datastore: 'card', clientNext: 'later' });
    expect(await rig.store.datastores.get(rig.accountId, id)).toMatchObject({
      clientAnchor: 'later',
      serverAnchor: '20260101T000000Z',
      collections: [{ seenRevision: 42 }],
    });
  });
});
