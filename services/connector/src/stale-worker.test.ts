import { StoreError } from '@anchorage/store';
import type { SessionPart } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { forgetMissing } from './reconcile/forget-missing.ts';
import { loadFrame } from './reconcile/frame.ts';
import type { Frame } from './reconcile/frame.ts';
import { fillOutbox } from './reconcile/outgoing.ts';
import type { SlowPlan } from './reconcile/slow.ts';
import { createRig, person, refreshFromClient, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('a reconcile that hung while another did its work and the phone went on', () => {
  it('puts nothing into the outbox any more (F29)', async () => {
    const { rig, phone, frame } = await overtaken(slow);
    rig.card.server.put('new.vcf', person('New', '+4977', 'UID:new'));
    await rig.refresh();
    await expect(fillOutbox(frame, new AbortController().signal)).rejects.toEqual(
      new StoreError('fenced', 'the part has been reconciled by another worker'),
    );
    expect((await phone.sync('card')).got).toEqual(['add']);
  });

  it('deletes nothing any more (F29)', async () => {
    const { rig, phone, frame } = await overtaken(refreshFromClient);
    await expect(forgetMissing(frame, nothing)).rejects.toMatchObject({ code: 'fenced' });
    expect(await rig.items('card')).toHaveLength(5);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('forgets nothing of what the next session has shown, when its own broke off', async () => {
    const { rig, phone, frame } = await overtaken(slow, 'received');
    phone.add('card', person('New', '+4977'));
    await phone.sync('card');
    await expect(forgetMissing(frame, nothing)).rejects.toEqual(
      new StoreError('fenced', 'the phone has left the session'),
    );
    expect((await phone.sync('card')).got).toEqual([]);
    expect(await rig.items('card')).toHaveLength(6);
  });
});

/** What the hung worker has in hand after the session is over. */
async function overtaken(
  syncType: typeof slow | typeof refreshFromClient,
  left: SessionPart['state'] = 'reconciled',
): Promise<{ rig: Rig; phone: TestPhone; frame: Frame }> {
  const rig = await createRig();
  const { accountId, store, tools } = rig;
  const phone = await rig.phone();
  for (let at = 0; at < 5; at += 1)
    rig.card.server.put(`${at}.vcf`, person(`C ${at}`, `+491${at}`, `UID:${at}`));
  await phone.sync('card', slow);
  const { sessionId, part } = await phone.sync('card', syncType);
  const session = await store.sessions.get(accountId, sessionId);
  if (session === null || part === null) throw new Error('no session');
  await store.sessions.updatePart(accountId, sessionId, part.datastoreId, { state: left });
  await store.sessions.update(accountId, sessionId, session.version, { phase: 'aborted', updatedAt: 0 });
  const frame = await loadFrame(
    tools,
    accountId,
    { ...session, phase: 'open' },
    { ...part, state: 'received' },
  );
  if (frame === null) throw new Error('no frame');
  return { rig, phone, frame };
}

/** What a slow sync shows of a phone that has nothing. */
const nothing: SlowPlan = { settled: false, pairs: new Map(), received: new Set(), doubtful: new Map() };
