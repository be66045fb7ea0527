import { asId } from '@anchorage/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playSession } from '../testing/played-session.ts';
import type { PlayedSession } from '../testing/played-session.ts';

let session: PlayedSession;
beforeEach(async () => {
  session = await playSession();
});
afterEach(() => session.rig.close());

describe('a Map', () => {
  it('may come twice', async () => {
    await session.mapped({ guid: '1', view: 'sent' });
    for (let round = 0; round < 2; round++) {
      await session.play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
      expect(await session.summary()).toMatchObject([{ luid: '77', pending: false }]);
    }
  });

  it('of an item that has gone meanwhile leaves something to do', async () => {
    await session.mapped({ guid: '1', view: null });
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '77' });
    expect(await session.summary()).toMatchObject([{ luid: '77', pending: true }]);
  });

  it('takes a LUID away from an item that had it, which is then added again', async () => {
    await session.mapped({ luid: '5', pending: false });
    await session.mapped({ guid: '1', view: 'sent' });
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '1', luid: '5' });
    const after = await session.summary();
    expect(after).toContainEqual(expect.objectContaining({ luid: '5', guid: '1', pending: false }));
    expect(after).toContainEqual(expect.objectContaining({ luid: null, guid: null, pending: true }));
  });

  it('of such a Replace is not taken for that of an Add of earlier whose GUID is the same number', async () => {
    const earlier = { guid: '5', luid: '60', view: 'sent', pending: false };
    await session.mapped(earlier);
    const id = await session.queued(await session.mapped({ luid: '5' }), {
      command: 'replace',
      guid: null,
      luid: '5',
    });
    await session.play(
      { kind: 'item-answered', outboxId: id, status: 201 },
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '60' },
    );
    // The earlier one's Map once more.
    expect(await session.summary()).toContainEqual(expect.objectContaining({ guid: null, luid: '5' }));
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await session.summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60', pending: false }));
    expect(after).toContainEqual(expect.objectContaining({ guid: null, luid: '90', view: 'new view' }));
  });

  it('may follow a Replace that the phone made an Add of, and only that', async () => {
    const id = await session.queued(await session.mapped({ luid: '5' }), {
      command: 'replace',
      guid: null,
      luid: '5',
    });
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    expect(await session.summary()).toMatchObject([{ luid: '5' }]);
    await session.play(
      { kind: 'item-answered', outboxId: id, status: 201 },
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' },
    );
    expect(await session.summary()).toMatchObject([{ luid: '90', pending: false }]);
  });
});

describe('a Map of what a Replace of an earlier session made the phone add', () => {
  const replacedBefore = { luid: '5', view: 'shown', pending: true };

  it('is taken for that, not for one of an old Add with the same number', async () => {
    await session.mapped({ guid: '5', luid: '60', view: 'sent', pending: false });
    await session.mapped(replacedBefore);
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await session.summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60', pending: false }));
    // It shows the old text or the new: it gets the item once more.
    expect(after).toContainEqual(
      expect.objectContaining({ guid: null, luid: '90', view: 'shown', pending: true }),
    );
    expect(after).toHaveLength(2);
  });

  it('is known after the phone has answered the Replace, with the next session', async () => {
    await session.mapped({ guid: '5', luid: '60', view: 'sent', pending: false });
    const id = await session.queued(await session.mapped(replacedBefore), {
      command: 'replace',
      guid: null,
      luid: '5',
    });
    await session.play({ kind: 'item-answered', outboxId: id, status: 201 });
    await session.begin('00000000-0000-7000-8000-000000000002');
    await session.play({ kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' });
    const after = await session.summary();
    expect(after).toContainEqual(expect.objectContaining({ guid: '5', luid: '60' }));
    expect(after).toContainEqual(
      expect.objectContaining({ guid: null, luid: '90', view: 'new view', pending: false }),
    );
  });

  it('is not believed when the phone has answered the Replace otherwise, or was told to delete', async () => {
    await session.mapped({ ...replacedBefore, pending: false });
    await session.mapped({ ...replacedBefore, luid: '6' });
    const [, other] = await session.rig.mappings('card');
    await session.rig.store.mappings.update(session.rig.accountId, other?.id ?? asId('none'), {
      withdrawn: true,
    });
    await session.play(
      { kind: 'item-mapped', datastore: 'card', guid: '5', luid: '90' },
      { kind: 'item-mapped', datastore: 'card', guid: '6', luid: '91' },
    );
    expect(new Set((await session.summary()).map(({ luid }) => luid))).toEqual(new Set(['5', '6']));
  });
});
