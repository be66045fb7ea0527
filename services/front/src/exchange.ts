/**
 * One POST of a phone, from octets to octets. Read it as the list of steps:
 *
 *   decode → which session → seen before? → (log in, open a session | take the message in) → jobs → answer
 *
 * Everything up to "take in" can be done again without harm; after it the session's row knows that this very message
 * was taken in, and a resend goes on at "answer".
 */
import { createHash } from 'node:crypto';
import type { AccountId, SessionId } from '@anchorage/model';
import { askFor } from '@anchorage/jobs';
import type { Job } from '@anchorage/jobs';
import { decodeMessage } from '@anchorage/syncml-codec';
import { classifyMessage, messageProblem, statusOf, versionProblem } from '@anchorage/syncml-session';
import { StoreError } from '@anchorage/store';
import type { Device, SessionRow } from '@anchorage/store';
import { answer } from './answer.ts';
import { serverFacts } from './facts.ts';
import { findSession } from './find-session.ts';
import type { FoundSession } from './find-session.ts';
import { FrontError } from './front-error.ts';
import type { Front, PhoneReply, PhoneRequest } from './front.ts';
import { login } from './login.ts';
import { outcomes } from './outcomes.ts';
import { refusal, refuseWith } from './refusal.ts';
import type { Incoming } from './refusal.ts';
import { proofOf } from './signed.ts';
import { startSession } from './start-session.ts';
import { hasBegunSince, isStraggler } from './straggler.ts';
import { takeIn } from './take-in.ts';

/** Throws `CodecError` for a body that is no SyncML message, `StoreError` and `FrontError` when we cannot work. */
export async function exchange(front: Front, request: PhoneRequest): Promise<PhoneReply> {
  const { message, dialect } = decodeMessage(request.body, {
    trailingOctets: true,
    limits: { octets: front.settings.maxBodySize, elements: mostElements },
    ...(request.contentType === undefined ? {} : { contentType: request.contentType }),
  });
  const hash = createHash('sha256').update(request.body).digest('hex');
  const incoming: Incoming = { arrived: front.clock.now(), request, message, dialect, hash };
  const wrong = versionProblem(message, dialect, serverFacts(front, request, ''));
  if (wrong !== null)
    return refusal(front, { ...incoming, dialect: wrong.dialect }, wrong.reply, 'version', 505);
  const problem = messageProblem(message);
  if (problem !== null) return refuseWith(front, incoming, 400, problem);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    try {
      const reply = await step(front, incoming);
      if (reply !== null) return reply;
    } catch (error) {
      // Another front moved the session on while we looked at it.
      if (!(error instanceof StoreError && (error.code === 'stale' || error.code === 'conflict')))
        throw error;
    }
  }
  throw new FrontError('busy', 'the session keeps changing');
}

/** Null: the session changed under our hands, look again. */
async function step(front: Front, incoming: Incoming): Promise<PhoneReply | null> {
  const { message, request, hash } = incoming;
  const found = await findSession(front, message, request.token);
  if (found === null) return greet(front, incoming);
  // Its phone has begun anew, and what it had sent is kept: a login would end the newer session.
  if (found === 'superseded') return refuseWith(front, incoming, 417, overtaken);
  const { row, envelope } = found;
  const device = await front.store.devices.get(row.accountId, row.deviceId);
  if (device === null) return greet(front, incoming);
  if (device.state === 'blocked') return refuseWith(front, incoming, 403, 'blocked device');

  switch (classifyMessage(envelope.state, row.lastRequest, hash, message, incoming.dialect.encoding)) {
    case 'resend':
      if (row.lastReply === null) await askForAll(front, await unreconciled(front, row));
      return reply(front, incoming, row, device, true);
    case 'stale':
      return refuseWith(front, incoming, 400, 'message out of order');
    case 'restart':
      return greet(front, incoming);
    case 'new':
      break;
  }
  if (envelope.messages >= front.settings.maxMessages) return endless(front, incoming, found);
  if (statusOf(envelope.state).awaitingReply) {
    // The phone did not wait for its answer. What the answer would have said is said now, unread.
    await answer(front, row, device, request, row.lastRequest ?? '');
    return null;
  }
  const auth = await proofOf(front, incoming, found, device, serverFacts(front, request, row.token));
  if (auth.kind === 'again') return null;
  if (auth.kind === 'refused') return refusal(front, incoming, auth.reply, 'not signed', auth.status);
  const taken = await takeIn(front, found, device, { ...incoming, auth: auth.auth });
  await askForAll(front, taken.jobs);
  if (taken.wholeSync !== null) front.metrics.wholeSync(taken.wholeSync);
  return reply(front, incoming, row, device, row.phase === 'open');
}

/** A message of no session: log in and open one. */
async function greet(front: Front, incoming: Incoming): Promise<PhoneReply | null> {
  const { message, dialect, request } = incoming;
  const isTwin = async () => {
    const found = await findSession(front, message, request.token);
    return found !== null && found !== 'superseded' && found.row.lastRequest === incoming.hash;
  };
  const entered = await login(front, message, dialect, serverFacts(front, request, ''), request, isTwin);
  if (entered.kind === 'twin') return null;
  if (entered.kind === 'refused') {
    return refusal(front, incoming, entered.reply, entered.reason, entered.status);
  }
  if (await isStraggler(front, { ...incoming, ...entered }))
    return refuseWith(front, incoming, 400, 'first message of a session that went on');
  if (await hasBegunSince(front.store.sessions, entered.device, incoming.arrived))
    return refuseWith(front, incoming, 417, overtaken);
  const started = await startSession(front, { ...incoming, ...entered });
  await askForAll(front, started.jobs);
  front.metrics.sessionStarted(dialect.version);
  if (started.wholeSync !== null) front.metrics.wholeSync(started.wholeSync);
  const { device, sessionId } = started;
  return reply(front, incoming, { accountId: device.accountId, id: sessionId }, device, true);
}

/** Whoever took the message in may have died before its jobs were enqueued. Asked twice they are still one. */
async function unreconciled(front: Front, { accountId, id: sessionId }: SessionRow): Promise<readonly Job[]> {
  const parts = await front.store.sessions.parts(accountId, sessionId);
  return parts
    .filter(({ state }) => state === 'received')
    .map(({ datastoreId }) => ({ kind: 'reconcile', accountId, sessionId, datastoreId }));
}

async function reply(
  front: Front,
  incoming: Incoming,
  session: { readonly accountId: AccountId; readonly id: SessionId },
  device: Device,
  wasOpen: boolean,
): Promise<PhoneReply> {
  const { request, hash, message, dialect, arrived } = incoming;
  // DevInf may have come with this very message and changed the profile.
  const current = (await front.store.devices.get(session.accountId, device.id)) ?? device;
  const answered = await answer(front, session, current, request, hash);
  if (answered.kind === 'gone') return refuseWith(front, incoming, 417, 'session given up meanwhile');
  const seconds = (front.clock.now() - arrived) / 1000;
  front.metrics.message(answered.stored ? 'resent' : 'answered', dialect.encoding, seconds);
  // A late message of a session that is over does not end it again.
  if (!answered.stored && wasOpen && answered.ended !== null) front.metrics.sessionEnded(answered.ended);
  front.logger.info('message answered', {
    account: session.accountId,
    device: device.id,
    session: session.id,
    msgId: message.header.msgId,
    octetsIn: request.body.byteLength,
    octetsOut: answered.reply.body.byteLength,
    resent: answered.stored,
  });
  return answered.reply;
}

async function endless(front: Front, incoming: Incoming, { row }: FoundSession): Promise<PhoneReply> {
  await front.store.sessions.update(row.accountId, row.id, row.version, {
    phase: 'aborted',
    outcome: outcomes.endless,
    updatedAt: front.clock.now(),
  });
  if (row.phase === 'open') front.metrics.sessionEnded('aborted');
  return refuseWith(front, incoming, 512, 'too many messages');
}

async function askForAll(front: Front, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) await askFor(front, job);
}

/** For the log. */
const overtaken = 'a newer session took its place';
/**
 * Everything is read before it is known who sent it, so the time that takes must be short. Enough for a message of
 * ten thousand items.
 */
const mostElements = 120_000;
const maxAttempts = 8;
