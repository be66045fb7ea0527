import { StoreError } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { forgetMissing } from './reconcile/forget-missing.ts';
import { loadFrame } from './reconcile/frame.ts';
import type { Frame } from './reconcile/frame.ts';
import { fillOutbox } from './reconcile/outgoing.ts';
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
    const nothing = {
      settled: false,
      pairs: new Map(),
      received: new Set<string>(),
      doubtful: new Map(),
    };
    await expect(forgetMissing(frame, nothing)).rejects.toMatchObject({ code: 'fenced' });
    expect(await rig.items('card')).toHaveLength(5);
    expect((await phone.sync('card')).got).toEqual([]);
  });
});

/** What the hung worker has in hand after the session is over. */
async function overtaken(
  syncType: typeof slow | typeof refreshFromClient,
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
  const frame = await loadFrame(
    tools,
    accountId,
    { ...session, phase: 'open' },
    { ...part, state: 'received' },
  );
  if (frame === null) throw new Error('no frame');
  return { rig, phone, frame };
}
