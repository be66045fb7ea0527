/** Replies that need no session: written, counted and logged; nothing is kept of the message. */
import { contentTypeOf, encodeMessage } from '@anchorage/syncml-codec';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { refuse } from '@anchorage/syncml-session';
import { serverFacts } from './facts.ts';
import type { Front, PhoneReply, PhoneRequest } from './front.ts';

/** One POST, read. */
export interface Incoming {
  readonly arrived: number;
  readonly request: PhoneRequest;
  readonly message: Message;
  readonly dialect: Dialect;
  /** SHA-256 of the body, hex. */
  readonly hash: string;
}

/** `status` for the whole message. `reason` is for the log. */
export function refuseWith(front: Front, incoming: Incoming, status: number, reason: string): PhoneReply {
  const { message, dialect, request } = incoming;
  const reply = refuse(message, dialect, status, serverFacts(front, request, ''));
  return refusal(front, incoming, reply, reason, status);
}

export function refusal(
  front: Front,
  incoming: Incoming,
  reply: Message,
  reason: string,
  status: number,
): PhoneReply {
  const { message, dialect, request, arrived } = incoming;
  const body = encodeMessage(reply, dialect);
  front.metrics.message('refused', dialect.encoding, (front.clock.now() - arrived) / 1000);
  front.logger.info('message refused', {
    reason,
    status,
    phone: front.deviceHash(message.header.source.uri),
    msgId: message.header.msgId,
    octetsIn: request.body.byteLength,
    octetsOut: body.byteLength,
  });
  return { body, contentType: contentTypeOf(dialect) };
}
