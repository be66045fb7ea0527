/**
 * Writes the reply to the message that was taken in last: waits for the outbox, composes, stores state, octets and
 * what was sent in one transaction. Whoever comes second finds the first one's octets and sends those.
 */
import type { AccountId, SessionId } from '@anchorage/model';
import { contentTypeOf, encodeMessage } from '@anchorage/syncml-codec';
import { compose, messageOctets, replyMac, statusOf } from '@anchorage/syncml-session';
import type { ComposeFacts, ServerLogin, SessionState } from '@anchorage/syncml-session';
import { StoreError } from '@anchorage/store';
import type { Device, SessionRow, Tables } from '@anchorage/store';
import { awaitOutbox } from './await-outbox.ts';
import { carryOut, endOf } from './effects/carry-out.ts';
import { usableProfile, serverFacts, timeZoneOf } from './facts.ts';
import { FrontError } from './front-error.ts';
import type { Front, PhoneReply, PhoneRequest } from './front.ts';
import { md5 } from './md5.ts';
import { isGivenUp } from './outcomes.ts';
import { loadOutbox } from './load-outbox.ts';
import { packEnvelope, unpackEnvelope } from './session-envelope.ts';

export type Answer =
  | {
      readonly kind: 'reply';
      readonly reply: PhoneReply;
      /** It had been written before. */
      readonly stored: boolean;
      /** How the session ended with this reply, if it did. */
      readonly ended: 'finished' | 'aborted' | null;
    }
  /** The session was ended from outside while this message waited. */
  | { readonly kind: 'gone' };

export async function answer(
  front: Front,
  session: { readonly accountId: AccountId; readonly id: SessionId },
  device: Device,
  request: PhoneRequest,
  hash: string,
): Promise<Answer> {
  const { store, clock, settings } = front;
  const arrived = clock.now();
  const share = anyShare(front);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const row = await store.sessions.get(session.accountId, session.id);
    if (row === null || row.lastRequest !== hash) return { kind: 'gone' };
    if (row.lastReply === null && isGivenUp(row)) return { kind: 'gone' };
    const { state } = unpackEnvelope(row.state);
    const login = statusOf(state).owesCredential ? await ownLogin(store, device) : null;
    if (row.lastReply !== null) {
      return { kind: 'reply', reply: signed(row.lastReply, state, login), stored: true, ended: null };
    }
    if (!statusOf(state).awaitingReply) return { kind: 'gone' };
    const server = serverFacts(front, request, row.token);
    const profile = usableProfile(device, server, await timeZoneOf(store, device));
    const deadline = arrived + Math.min(profile.replyDeadline, settings.maxReplyDeadline);
    if (statusOf(state).putOff)
      await front.sleep(Math.max(0, arrived + (deadline - arrived) * share - clock.now()));
    await awaitOutbox(front, row, statusOf(state).awaitingOutbox, deadline);
    try {
      const written = await write(front, row, device, { server, profile, login });
      return { kind: 'reply', ...written, stored: false };
    } catch (error) {
      // Another front was faster, or the session was given up: look again.
      if (!(error instanceof StoreError && error.code === 'stale')) throw error;
    }
  }
  throw new FrontError('busy', 'the session keeps changing while its message is answered');
}

async function write(
  front: Front,
  row: SessionRow,
  device: Device,
  facts: Pick<ComposeFacts, 'server' | 'profile'> & { readonly login: ServerLogin | null },
): Promise<{ readonly reply: PhoneReply; readonly ended: 'finished' | 'aborted' | null }> {
  const { store, clock } = front;
  const { accountId, id } = row;
  const envelope = unpackEnvelope(row.state);
  const now = clock.now();
  const logger = front.logger.child({ account: accountId, device: device.id, session: id });
  return store.transaction(async (tx) => {
    const status = statusOf(envelope.state);
    const outbox = await loadOutbox(tx, row, status, messageOctets(envelope.state, facts.profile));
    const composed = compose(envelope.state, { now, ...facts, outbox });
    const datastores = await tx.datastores.ofDevice(accountId, device.id);
    const context = { tx, device, sessionId: id, datastores, logger, now };
    const ended = endOf(composed.events);
    const reply: PhoneReply = {
      body: encodeMessage(composed.reply, composed.dialect),
      contentType: contentTypeOf(composed.dialect),
    };
    await tx.sessions.update(accountId, id, row.version, {
      state: packEnvelope({ ...envelope, state: composed.state }),
      lastReply: reply,
      updatedAt: now,
      ...(ended === null ? {} : { phase: ended.phase, outcome: ended.reason }),
    });
    await carryOut(context, composed.events);
    return {
      reply: signed(reply, composed.state, facts.login),
      ended: ended?.phase ?? (row.phase === 'open' ? null : row.phase),
    };
  });
}

/**
 * Phones that were put off together would come back together, those that count from our reply. SyncML cannot say when to
 * come back, but the reply may be as late as any: each comes at a moment of its own.
 */
function anyShare({ random }: Pick<Front, 'random'>): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}

/** What we show a phone that asks who we are: its own login, the only pair its profile has room for. */
async function ownLogin({ devices }: Tables, device: Device): Promise<ServerLogin | null> {
  const password = await devices.password(device.accountId, device.id);
  return password === null ? null : { username: device.username, password, md5 };
}

/** With the header that a phone may want beside it: the same for the same octets, so it is not stored. */
function signed(reply: PhoneReply, state: SessionState, login: ServerLogin | null): PhoneReply {
  const mac = login === null ? null : replyMac(state, reply.body, login);
  return mac === null ? reply : { ...reply, mac };
}

const maxAttempts = 8;
