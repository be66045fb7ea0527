/** A later message of a session: taken in, its effects and the new state in one transaction. */
import type { Job } from '@anchorage/jobs';
import type { Message } from '@anchorage/syncml-codec';
import type { AuthVerdict } from '@anchorage/syncml-session';
import type { Device } from '@anchorage/store';
import { receiveAdmitted } from './admission.ts';
import type { Admitted } from './admission.ts';
import { carryOut, endOf } from './effects/carry-out.ts';
import { gatherFacts } from './facts.ts';
import type { FoundSession } from './find-session.ts';
import type { Front, PhoneRequest } from './front.ts';
import { renewNonces } from './nonces.ts';
import { packEnvelope } from './session-envelope.ts';
import { withResumable } from './interrupted.ts';

export interface TakenIn {
  readonly jobs: readonly Job[];
  readonly wholeSync: Admitted['wholeSync'];
}

/** Throws `StoreError` (`stale`) when another front has taken a message of this session in meanwhile. */
export async function takeIn(
  front: Front,
  found: FoundSession,
  device: Device,
  exchange: {
    readonly message: Message;
    readonly request: PhoneRequest;
    readonly hash: string;
    readonly auth: AuthVerdict;
  },
): Promise<TakenIn> {
  const { message, request, hash, auth } = exchange;
  const { row, envelope } = found;
  const now = front.clock.now();
  const logger = front.logger.child({ account: row.accountId, device: device.id, session: row.id });
  const nonce = front.random.bytes(16);
  return front.store.transaction(async (tx) => {
    if (auth.kind === 'accepted') await renewNonces(front, tx, message.header.source.uri, nonce, now);
    const known = await gatherFacts(front, tx, device, {
      sessionId: row.id,
      token: row.token,
      message,
      request,
      auth,
      freshNonce: nonce,
    });
    const facts = await withResumable(tx, known, message, row.id);
    const admitted = await receiveAdmitted(front, tx, device, envelope.state, message, facts);
    const { received, place, wholeSync } = admitted;
    const ended = endOf(received.events);
    await tx.sessions.update(row.accountId, row.id, row.version, {
      state: packEnvelope({
        ...envelope,
        state: received.state,
        bound: envelope.bound || found.byToken,
        messages: envelope.messages + 1,
      }),
      lastRequest: hash,
      lastMsgId: message.header.msgId,
      lastReply: null,
      updatedAt: now,
      ...place,
      ...(ended === null ? {} : { phase: ended.phase, outcome: ended.reason }),
    });
    const context = { tx, device, sessionId: row.id, datastores: known.datastores, logger, now };
    return { jobs: await carryOut(context, received.events), wholeSync };
  });
}
