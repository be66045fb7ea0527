/**
 * The exchange of messages below packages: numbers them, posts them, and holds the server to the rules. Knows nothing of
 * datastores.
 */
import { contentTypeOf, decodeMessage, encodedFrameSize, encodeMessage } from '@anchorage/syncml-codec';
import type { Cred, Dialect, Message, SyncHdr } from '@anchorage/syncml-codec';
import { awaitedStatuses } from './awaited-statuses.ts';
import { number } from './draft.ts';
import type { Draft } from './draft.ts';
import { createMessageFiller } from './message-filler.ts';
import type { MessageFiller } from './message-filler.ts';
import { PhoneError } from './phone-types.ts';
import type { HttpReply, PhoneOptions, SyncRequest, Transport } from './phone-types.ts';
import { checkHttp, checkMessage, rule } from './reply-rules.ts';

export interface Conversation {
  readonly queue: MessageFiller;
  /** Sent with the next header only. */
  cred: Cred | null;
  /** Server's limit, once it has told. */
  serverMaxMsgSize(): number | null;
  messages(): number;
  /** Posts one message of what is queued; `end`: with Final if everything fits. */
  post(end: boolean): Promise<{ readonly reply: Message; readonly final: boolean }>;
  /** Begins anew with another SessionID (after a challenge). */
  restart(sessionId: string): void;
  /** Throws when a command of ours was never answered. */
  checkAnswered(): void;
}

/** Thrown inside a sync to leave it where its user wants to stop: the message that came last is not taken in. */
export class Suspended extends Error {
  override readonly name = 'Suspended';
  readonly reply: Message;
  constructor(reply: Message) {
    super();
    this.reply = reply;
  }
}

/** Thrown inside a sync to leave it where the test wants the phone to disappear. */
export class Vanished extends Error {
  override readonly name = 'Vanished';
}

export function openConversation(
  phone: Required<
    Pick<PhoneOptions, 'url' | 'deviceUri' | 'username' | 'userAgent' | 'sendLocName' | 'followRespUri'>
  > & {
    readonly dialect: Dialect;
    readonly maxMsgSize: number | null;
    readonly maxObjSize: number | null;
    readonly largeObjects: boolean;
    readonly sendBuffer: number;
    readonly oneStatusPerSync: boolean;
    readonly transport: Transport;
    readonly route: (url: string, ordinal: number) => string;
    /** What stands beside a message and proves who sends it. */
    readonly headersFor: (body: Uint8Array) => Readonly<Record<string, string>>;
    /** The nonce of a challenge in a reply, whatever else the reply says. */
    readonly nonceCame: (nonce: string) => void;
  },
  request: SyncRequest,
  firstSessionId: string,
): Conversation {
  const { dialect } = phone;
  const queue = createMessageFiller(dialect, phone.largeObjects);
  const awaited = awaitedStatuses(phone.oneStatusPerSync);
  let sessionId = firstSessionId;
  let url = phone.url;
  let msgId = 0;
  let ordinal = 0;
  let lastServerMsgId = 0;
  let serverMaxMsgSize: number | null = null;
  let clientFinals = 0;
  let serverFinals = 0;

  const conversation: Conversation = {
    queue,
    cred: null,
    serverMaxMsgSize: () => serverMaxMsgSize,
    messages: () => ordinal,
    restart(nextId) {
      sessionId = nextId;
      url = phone.url;
      msgId = 0;
      lastServerMsgId = 0;
      queue.clear();
      awaited.clear();
    },
    checkAnswered: () => awaited.check(),
    async post(end) {
      msgId += 1;
      ordinal += 1;
      if (ordinal > (request.maxMessages ?? 500)) throw new PhoneError('rule', 'the session does not end');
      const header = headerOf();
      this.cred = null;
      const drafts = queue.take(budgetFor(header));
      const final = end && queue.isEmpty();
      const bytes = write(header, drafts, final);
      if (final) clientFinals += 1;
      const reply = await exchange(bytes);
      const { message, dialect: used } = decodeMessage(reply.body);
      rule(used.encoding === dialect.encoding, `reply is ${used.encoding}`);
      checkMessage(message, {
        sessionId,
        msgId,
        version: dialect.version,
        target: header.target.uri,
        source: phone.deviceUri,
        lastServerMsgId,
      });
      lastServerMsgId = message.header.msgId;
      const nonce = headerNonce(message);
      if (nonce !== null) phone.nonceCame(nonce);
      serverMaxMsgSize = message.header.meta?.maxMsgSize ?? serverMaxMsgSize;
      if (message.final) serverFinals += 1;
      // SyncML Sync Protocol 1.1, 2.9: no Final of package n+1 before the Final of package n.
      rule(serverFinals <= clientFinals, 'the server ended its package before ours had ended');
      awaited.settle(message);
      if (phone.followRespUri && message.header.respUri !== undefined) url = message.header.respUri;
      if (request.vanishAfter === ordinal) throw new Vanished();
      if (request.suspendAfter === ordinal) throw new Suspended(message);
      return { reply: message, final };
    },
  };
  return conversation;

  function headerOf(): SyncHdr {
    const meta = {
      ...(phone.maxMsgSize === null ? {} : { maxMsgSize: phone.maxMsgSize }),
      ...(phone.largeObjects && phone.maxObjSize !== null && dialect.version !== '1.0'
        ? { maxObjSize: phone.maxObjSize }
        : {}),
    };
    return {
      verDtd: dialect.version,
      verProto: `SyncML/${dialect.version}`,
      sessionId,
      msgId,
      target: { uri: url },
      source: { uri: phone.deviceUri, ...(phone.sendLocName ? { name: phone.username } : {}) },
      ...(conversation.cred === null ? {} : { cred: conversation.cred }),
      ...(Object.keys(meta).length === 0 ? {} : { meta }),
    };
  }

  function budgetFor(header: SyncHdr): number | null {
    const limit = Math.min(serverMaxMsgSize ?? Infinity, phone.sendBuffer);
    return limit === Infinity ? null : limit - encodedFrameSize(header, dialect) - 8;
  }

  function write(header: SyncHdr, drafts: readonly Draft[], final: boolean): Uint8Array {
    let id = 0;
    const numbered = drafts.map((draft) => number(draft, () => String(++id)));
    awaited.sent(msgId, numbered);
    const bytes = encodeMessage({ header, commands: numbered.map((one) => one.command), final }, dialect);
    if (serverMaxMsgSize !== null && bytes.byteLength > serverMaxMsgSize) {
      throw new PhoneError('usage', `the phone wrote ${bytes.byteLength} octets, more than the server takes`);
    }
    return bytes;
  }

  async function exchange(body: Uint8Array): Promise<HttpReply> {
    const to = phone.route(url, ordinal);
    const headers = {
      'content-type': contentTypeOf(dialect),
      accept: 'application/vnd.syncml+xml, application/vnd.syncml+wbxml',
      'user-agent': phone.userAgent,
      ...phone.headersFor(body),
    };
    let reply = await phone.transport(to, headers, body);
    if (request.vanishBeforeReplyTo === ordinal) throw new Vanished();
    checkHttp(reply, dialect.encoding, phone.maxMsgSize);
    if (request.loseReplyTo?.includes(ordinal) === true) {
      const again = await phone.transport(phone.route(url, ordinal), headers, body);
      checkHttp(again, dialect.encoding, phone.maxMsgSize);
      rule(Buffer.compare(again.body, reply.body) === 0, 'a resent message got another reply');
      reply = again;
    }
    await request.onExchange?.({ ordinal, url: to, request: body, reply: reply.body });
    return reply;
  }
}

function headerNonce({ commands: [first] }: Message): string | null {
  return first?.name === 'Status' ? (first.chal?.meta.nextNonce ?? null) : null;
}
