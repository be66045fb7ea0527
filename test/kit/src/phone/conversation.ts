/**
 * The exchange of messages below packages: numbers them, posts them, keeps track of which command still waits for its
 * Status, and holds the server to the rules. Knows nothing of datastores.
 */
import { contentTypeOf, decodeMessage, encodedFrameSize, encodeMessage } from '@anchorage/syncml-codec';
import type { Cred, Dialect, Message, StatusCommand, SyncHdr } from '@anchorage/syncml-codec';
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
  const waiting = new Map<string, { readonly draft: Draft; readonly refs: readonly string[] }>();
  const closed = new Set<string>();
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
      waiting.clear();
      closed.clear();
    },
    checkAnswered() {
      const open = [...waiting.values()].map(({ draft }) => draft.command.name);
      rule(open.length === 0, `${open.length} commands were never answered: ${open.slice(0, 5).join(', ')}`);
    },
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
      settle(message);
      if (phone.followRespUri && message.header.respUri !== undefined) url = message.header.respUri;
      if (request.vanishAfter === ordinal) throw new Vanished();
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
    return serverMaxMsgSize === null ? null : serverMaxMsgSize - encodedFrameSize(header, dialect) - 8;
  }

  function write(header: SyncHdr, drafts: readonly Draft[], final: boolean): Uint8Array {
    let id = 0;
    const numbered = drafts.map((draft) => number(draft, () => String(++id)));
    for (const { cmdId, draft } of numbered.flatMap((one) => one.drafts)) {
      if (draft.command.name === 'Status') continue;
      waiting.set(`${msgId}/${cmdId}`, { draft, refs: sourcesOf(draft) });
    }
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

  function settle(message: Message): void {
    for (const command of message.commands) {
      if (command.name !== 'Status' || command.cmd === 'SyncHdr') continue;
      const key = `${command.msgRef}/${command.cmdRef}`;
      // A Map whose items went differently is answered item by item.
      if (command.cmd === 'Map' && closed.has(key)) continue;
      rule(!closed.has(key), `Status for ${command.cmd} ${key} twice`);
      const open = waiting.get(key);
      rule(open !== undefined, `Status for ${command.cmd} ${key}, which was never sent`);
      rule(
        open.draft.command.name === command.cmd,
        `Status calls a ${open.draft.command.name} ${command.cmd}`,
      );
      checkRefs(command, open.refs);
      waiting.delete(key);
      closed.add(key);
      open.draft.answered?.(command);
    }
  }
}

function headerNonce({ commands: [first] }: Message): string | null {
  return first?.name === 'Status' ? (first.chal?.meta.nextNonce ?? null) : null;
}

/** Representation Protocol 1.1, Status element: references repeat what the command said, and clients find items by them. */
function checkRefs(status: StatusCommand, sources: readonly string[]): void {
  for (const ref of status.sourceRefs)
    rule(sources.includes(ref), `SourceRef ${ref} is not in the ${status.cmd}`);
  if (status.cmd === 'Add' || status.cmd === 'Replace' || status.cmd === 'Delete') {
    rule(status.sourceRefs.length > 0, `Status for ${status.cmd} names no item`);
  }
}

function sourcesOf({ command }: Draft): readonly string[] {
  const own = 'source' in command && command.source !== undefined ? [command.source.uri] : [];
  const items = 'items' in command && command.name !== 'Map' ? command.items : [];
  return [...own, ...items.flatMap((item) => (item.source === undefined ? [] : [item.source.uri]))];
}
