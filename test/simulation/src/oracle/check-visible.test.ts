/** What does not go on and does not say why. */
import type { ItemId, SessionId } from '@anchorage/model';
import { expect, it } from 'vitest';
import { accountWithCalendar } from '../testing/account-with-calendar.ts';
import { checkVisible, isNobodys } from './check-visible.ts';
import { createFindings } from './findings.ts';

type World = Awaited<ReturnType<typeof accountWithCalendar>>;

it.each<[string, number, (world: World) => Promise<unknown>]>([
  ['nothing', 0, () => Promise.resolve()],
  ['a session that ended early and says why', 0, (world) => session(world, 'aborted', 'timed out')],
  ['a session that ended early', 1, (world) => session(world, 'aborted', '')],
  ['a session that went well', 0, (world) => session(world, 'finished', '')],
  ['a session that is open still', 1, (world) => session(world, 'open', '')],
  ['a write that is held and says why', 0, (world) => write(world, 'held', 'mass-delete')],
  ['a write that is held', 1, (world) => write(world, 'held', '')],
  ['a write that has failed', 1, (world) => write(world, 'failed', ' ')],
  ['a write that waits', 0, (world) => write(world, 'pending', '')],
  ['what is set aside', 1, (world) => setAside(world, '')],
  ['what is set aside and says why', 0, (world) => setAside(world, 'unreadable')],
  [
    'a refused login',
    1,
    ({ store, account, linkId }) => store.links.setStatus(account.id, linkId, 'needs-login', null),
  ],
  ['a collection that was not reached', 1, (world) => attempt(world, '')],
  ['a collection that was not reached and says why', 0, (world) => attempt(world, 'timeout')],
])('%s: %i findings', async (_, many, prepare) => {
  const world = await accountWithCalendar();
  await prepare(world);
  const findings = createFindings(() => undefined);
  await checkVisible({ store: world.store, findings, now: 10 * 3_600_000 }, world.account.id);
  expect(findings.list.map(({ invariant }) => invariant)).toEqual(Array.from({ length: many }, () => 'I12'));
});

it.each([
  ['warn', 'attempt failed', { reason: 'x' }, true],
  ['error', 'attempt failed', { account: null }, true],
  ['warn', 'attempt failed', { account: 'a' }, false],
  ['warn', 'job not enqueued', { job: 'push.a.b' }, false],
  ['warn', 'sweep failed', {}, false],
  ['info', 'session begins', {}, false],
])('%s "%s" with %j is nobody\'s: %s', (level, message, fields, expected) => {
  expect(isNobodys(level, message, fields)).toBe(expected);
});

async function session(
  { store, account, deviceId }: World,
  phase: 'open' | 'finished' | 'aborted',
  outcome: string,
): Promise<void> {
  const id = 'session-1' as SessionId;
  const { version } = await store.sessions.insert(account.id, {
    id,
    deviceId,
    token: 'token',
    peerUri: 'IMEI:000000000000011',
    peerSessionId: '1',
    state: '{}',
    lastRequest: 'hash',
    lastMsgId: 1,
    startedAt: 1,
  });
  await store.sessions.update(account.id, id, version, { phase, outcome, updatedAt: 1 });
}

async function write(
  { store, account, collectionId, url }: World,
  state: 'held' | 'failed' | 'pending',
  reason: string,
): Promise<void> {
  const id = 'item-1' as ItemId;
  const item = {
    id,
    collectionId,
    uid: null,
    href: `${url}1.ics`,
    etag: null,
    body: 'x',
    base: null,
    revision: 1,
  };
  await store.items.insert(account.id, [item], { kind: 'cloud' });
  const row = { collectionId, itemId: id, op: 'put', revision: 1, sessionId: null, createdAt: 1 } as const;
  await store.journal.append(account.id, [row]);
  for (const { id: written } of await store.journal.pendingOf(account.id, [id]))
    await store.journal.postpone(account.id, written, { dueAt: 1, reason, state });
}

function setAside({ store, account, collectionId }: World, reason: string): Promise<void> {
  const row = { side: 'cloud', collectionId, datastoreId: null, reference: '1.ics', createdAt: 1 } as const;
  return store.quarantine.put(account.id, { ...row, reason, raw: new Uint8Array() });
}

function attempt({ store, account, collectionId }: World, problem: string): Promise<void> {
  const outcome = { at: 1, refreshed: false, problem, retryAt: 2 };
  return store.collections.recordAttempt(account.id, collectionId, outcome);
}
