/**
 * The front as far as a session needs it: keeps the state as text, the mappings and the outbox, carries events out,
 * and puts every message through the codec, so that what a test sees is what a phone would.
 */
import type { DatastoreName, DeviceProfile } from '@anchorage/model';
import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Encoding, Message, SyncmlVersion } from '@anchorage/syncml-codec';
import { expect } from 'vitest';
import { begin } from '../begin.ts';
import { compose } from '../compose.ts';
import type { AuthScheme, AuthVerdict } from '../auth/contract.ts';
import type { DatastoreFacts, OutboxEntry, ServerFacts, ServerLogin, SessionStatus } from '../contract.ts';
import type { SessionEvent } from '../events.ts';
import { classifyMessage } from '../identity.ts';
import { receive } from '../receive.ts';
import { parseState, serialiseState } from '../serialise.ts';
import { messageOctets, statusOf } from '../status-of.ts';
import { checkReply } from './check-reply.ts';
import { datastore, dialect, profile, server } from './facts.ts';
import { testInbox } from './inbox.ts';
import type { TestInbox } from './inbox.ts';

export interface GatewayOptions {
  readonly version?: SyncmlVersion;
  readonly encoding?: Encoding;
  readonly profile?: Partial<DeviceProfile>;
  readonly server?: Partial<ServerFacts>;
  readonly datastores?: readonly DatastoreFacts[];
  readonly devInfKnown?: boolean;
  readonly known?: Partial<Record<DatastoreName, readonly string[]>>;
  /** What waits for the phone, per datastore. */
  readonly outbox?: Partial<Record<DatastoreName, readonly OutboxEntry[]>>;
  /** Entries loaded at a time. */
  readonly page?: number;
  /** Replies that come before the outbox is ready. */
  readonly slow?: number;
  /** The datastores that `slow` is about; all of them if absent. */
  readonly slowFor?: readonly DatastoreName[];
  /** MsgIDs of messages that find no place for a whole sync. */
  readonly noPlaceFor?: readonly number[];
  readonly scheme?: AuthScheme;
  /** Ours, for a phone that asks. */
  readonly login?: ServerLogin;
  readonly privateLine?: boolean;
  /** Of a session before this one: what came in part is still there. */
  readonly inbox?: TestInbox;
}

export interface Gateway {
  /** Takes a message in and answers it. */
  post(message: Message): Message;
  readonly events: readonly SessionEvent[];
  eventsOf<Kind extends SessionEvent['kind']>(kind: Kind): readonly Extract<SessionEvent, { kind: Kind }>[];
  /** What the phone has sent, large objects whole. */
  readonly inbox: TestInbox;
  /** The stored state. */
  readonly state: () => string;
  readonly status: () => ReturnType<typeof statusOf>;
  /** Octets of the last reply. */
  readonly size: () => number;
}

export function gateway(options: GatewayOptions = {}): Gateway {
  const how = dialect(options.version ?? '1.2', options.encoding ?? 'xml');
  const used = profile({
    datastores: Object.fromEntries(
      Object.entries(profile().datastores).map(([name, entry]) => [name, { ...entry, source: name }]),
    ),
    ...options.profile,
  });
  const facts = { ...server, ...options.server };
  const events: SessionEvent[] = [];
  const inbox = options.inbox ?? testInbox();
  const gone = new Set<string>();
  let stored: string | null = null;
  let last: { readonly request: string; readonly reply: Uint8Array } | null = null;
  let waits = options.slow ?? 0;
  let size = 0;

  const outboxOf = (name: DatastoreName, state: SessionStatus, octets: number) => {
    const all = options.outbox?.[name] ?? [];
    const left = all.filter((entry) => !gone.has(entry.id));
    const page = left.slice(0, options.page ?? 20);
    const complete = page.length === left.length;
    const begun = [state.begun, ...state.left].find((one) => one?.datastore === name);
    const entries = page.map((entry) =>
      windowOf(entry, entry.id === begun?.outboxId ? begun.from : 0, octets),
    );
    // The same entry has the same id here, in whichever session.
    const continues = state.left.find(({ outboxId }) => left.some(({ id }) => id === outboxId))?.outboxId;
    const more = continues === undefined ? {} : { continues };
    const ready = waits === 0 || options.slowFor?.includes(name) === false;
    return { ready, entries, complete, total: all.length, ...more };
  };
  const carryOut = (some: readonly SessionEvent[]): void => {
    for (const event of some) {
      if (event.kind === 'item-sent' || event.kind === 'item-answered') gone.add(event.outboxId);
      if (event.kind === 'item-unsent') gone.delete(event.outboxId);
      inbox.take(event);
    }
    events.push(...some);
  };

  return {
    post(written) {
      const body = encodeMessage(written, how);
      const { message } = decodeMessage(body);
      const request = body.join();
      const identity = classifyMessage(
        stored === null ? null : parseState(stored),
        last?.request ?? null,
        request,
        message,
        how.encoding,
      );
      if (identity === 'resend' && last !== null) return decodeMessage(last.reply).message;
      if (identity !== 'new') throw new Error(`a ${identity} message`);
      const first = stored === null;
      const state = stored === null ? begin(message, how, used) : parseState(stored);
      const auth: AuthVerdict =
        first || statusOf(state).signed
          ? { kind: 'accepted', scheme: options.scheme ?? 'basic' }
          : { kind: 'not-needed' };
      const received = receive(state, message, {
        now: 0,
        auth,
        freshNonce: new TextEncoder().encode('next-nonce'),
        server: facts,
        privateLine: options.privateLine ?? false,
        profile: used,
        devInfKnown: options.devInfKnown ?? true,
        datastores: options.datastores ?? [datastore('card'), datastore('cal')],
        knownLuids: Object.fromEntries(
          Object.entries(options.known ?? {}).map(([name, luids]) => [name, new Set(luids)]),
        ),
        noPlace: options.noPlaceFor?.includes(message.header.msgId) ?? false,
        nextAnchor: 'server-2',
      });
      carryOut(received.events);
      const taken = parseState(serialiseState(received.state));
      const status = statusOf(taken);
      const composeFacts = {
        now: 0,
        login: status.owesCredential ? (options.login ?? null) : null,
        server: facts,
        profile: used,
        outbox: Object.fromEntries(
          status.sending.map((name) => [name, outboxOf(name, status, messageOctets(taken, used))]),
        ),
      };
      // The process may die before the reply is stored: composing once more must say the same.
      const lost = compose(taken, composeFacts);
      const composed = compose(parseState(serialiseState(received.state)), composeFacts);
      expect(lost).toEqual(composed);
      if (status.awaitingOutbox.length > 0 && waits > 0) waits -= 1;
      carryOut(composed.events);
      stored = serialiseState(composed.state);
      const octets = encodeMessage(composed.reply, composed.dialect);
      size = octets.length;
      last = { request, reply: octets };
      const reply = decodeMessage(octets).message;
      const xml = new TextDecoder().decode(
        encodeMessage(composed.reply, { ...composed.dialect, encoding: 'xml' }),
      );
      expect(checkReply({ xml, reply, request: message })).toEqual([]);
      return reply;
    },
    events,
    eventsOf: (kind) =>
      events.filter((event): event is Extract<SessionEvent, { kind: typeof kind }> => event.kind === kind),
    inbox,
    state: () => stored ?? '',
    status: () => statusOf(parseState(stored ?? '')),
    size: () => size,
  };
}

/** As little of a large entry as may be loaded. */
function windowOf(entry: OutboxEntry, from: number, octets: number): OutboxEntry {
  const size = entry.data?.length ?? 0;
  const data = entry.data?.subarray(from, from + octets) ?? null;
  return data === null || data.length === size ? entry : { ...entry, data, part: { from, size } };
}
