/**
 * The session's machine: whole conversations of simulated phones, damaged and reordered, message by message through
 * decode, receive and compose. It must take whatever decodes, say nothing that breaks a rule, and say the same when asked
 * twice.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { encodeMessage } from '@anchorage/syncml-codec';
import type { Dialect, Message } from '@anchorage/syncml-codec';
import {
  begin,
  classifyMessage,
  compose,
  messageProblem,
  luidsIn,
  parseState,
  profileFor,
  receive,
  serialiseState,
  statusOf,
  versionProblem,
} from '@anchorage/syncml-session';
import type { OutboxEntry, OutboxFacts, SessionState } from '@anchorage/syncml-session';
import { conversations } from '../corpus.ts';
import { joinFrames, splitFrames } from '../frames.ts';
import { mutateWbxml } from '../mutate/wbxml.ts';
import { mutateXml } from '../mutate/xml.ts';
import { checkReply } from '../reply-rules.ts';
import { below } from '../target.ts';
import type { Random, Target } from '../target.ts';
import { decodeForeseen } from './xml.ts';

export function sessionTarget(): Target {
  const known = new Map<string, Standing>();
  return {
    name: 'session',
    code: /\/shared\/(?:syncml-session|devices)\/src\//,
    corpus: [...conversations('xml'), ...conversations('wbxml')]
      .filter((frames) => frames.every(({ length }) => length < shortFrame))
      .map(joinFrames),
    mutate: mutateConversation,
    batch: 16,
    run: (input) => (standings(input, known).at(-1)?.standing.taken === true ? 'taken' : 'refused'),
    keep(input) {
      for (const { said, standing } of standings(input, known)) known.set(said, standing);
    },
  };
}

/** After each message: `said` names the messages so far; those that are `known` are not said again. */
function standings(
  input: Uint8Array,
  known: ReadonlyMap<string, Standing>,
): readonly { readonly said: string; readonly standing: Standing }[] {
  let last = { said: '', standing: silence };
  return splitFrames(input)
    .slice(0, mostMessages)
    .map((frame) => {
      const said = createHash('sha1').update(last.said).update(frame).digest('base64');
      last = { said, standing: known.get(said) ?? converse(last.standing, frame) };
      return last;
    });
}

function mutateConversation(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  const frames = [...splitFrames(input)];
  const others = splitFrames(other);
  const at = below(random, frames.length);
  const frame = frames[at] ?? new Uint8Array();
  const borrowed = others[below(random, others.length)] ?? frame;
  switch (below(random, 8)) {
    case 0:
      frames.splice(at, 1);
      break;
    case 1:
      frames.splice(at, 0, frame);
      break;
    case 2:
      frames.splice(below(random, frames.length), 0, ...frames.splice(at, 1));
      break;
    case 3:
      frames.splice(at, random() < 0.5 ? 1 : 0, borrowed);
      break;
    default:
      frames[at] = (frame[0] === 0x3c ? mutateXml : mutateWbxml)(random, frame, borrowed);
  }
  return joinFrames(frames.slice(0, mostMessages));
}

interface Standing {
  readonly state: string | null;
  readonly taken: boolean;
}

const silence: Standing = { state: null, taken: false };

/** One message of the phone. What the front does around it is in its README; here nothing is stored. */
function converse({ state, taken }: Standing, body: Uint8Array): Standing {
  const decoded = decodeForeseen(body);
  if (decoded === null) return { state, taken };
  const { message, dialect } = decoded;
  const wrong = versionProblem(message, dialect, server);
  if (wrong !== null) {
    encodeMessage(wrong.reply, wrong.dialect);
    return { state, taken };
  }
  if (messageProblem(message) !== null) return { state, taken };
  const known = state === null ? null : parseState(state);
  const identity = classifyMessage(known, null, '', message, dialect.encoding);
  if (identity === 'stale' || identity === 'resend') return { state, taken };
  const standing = known === null || identity === 'restart' ? begin(message, dialect, profile) : known;
  return { state: answered(standing, message, dialect, identity), taken: true };
}

function answered(before: SessionState, message: Message, dialect: Dialect, identity: string): string {
  const first =
    before.serverMsgId === before.clientMsgId && identity !== 'new'
      ? true
      : before.request === null && !before.greeted;
  const { state } = receive(before, message, {
    now: 0,
    auth: first ? { kind: 'accepted', scheme: 'md5' } : { kind: 'not-needed' },
    freshNonce: new Uint8Array(16),
    server,
    profile,
    devInfKnown: false,
    datastores: (['card', 'cal', 'task'] as const).map((name) => ({
      name,
      displayName: name,
      clientAnchor: null,
      serverAnchor: null,
      readOnly: name === 'task',
    })),
    knownLuids: Object.fromEntries(
      luidsIn(message, profile).map(({ datastore, luids }) => [datastore, new Set(luids.slice(0, 2))]),
    ),
    nextAnchor: '20260101T000000Z',
  });
  const stored = serialiseState(state);
  const facts = { now: 0, server, profile, outbox: outboxFor(state) };
  const composed = compose(parseState(stored), facts);
  if (!isDeepStrictEqual(compose(parseState(stored), facts), composed))
    throw new Error('composed twice, it says something else');
  const octets = encodeMessage(composed.reply, composed.dialect);
  const problems = checkReply(composed.reply, message, octets, {
    announced: composed.state.maxMsgSize,
    encoding: dialect.encoding,
  });
  if (problems.length > 0) throw new Error(problems.join('; '));
  return serialiseState(composed.state);
}

function outboxFor(state: SessionState): Partial<Record<string, OutboxFacts>> {
  const ready = state.clientMsgId % 3 !== 0;
  return Object.fromEntries(
    statusOf(state).sending.map((name) => [
      name,
      { ready, entries: ready ? entries : [], complete: true, total: entries.length },
    ]),
  );
}

const data = new TextEncoder().encode('BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;Anna\r\nEND:VCARD\r\n');
const entry = { contentType: 'text/x-vcard', data };
const entries: readonly OutboxEntry[] = [
  { ...entry, id: 'a', command: 'add', guid: '1', luid: null },
  { ...entry, id: 'b', command: 'replace', guid: null, luid: '7', data: new Uint8Array(3_000).fill(0x41) },
  { id: 'c', command: 'delete', guid: null, luid: '8', contentType: null, data: null },
];
const server = {
  url: 'http://gateway.example.org/sync',
  respUri: 'http://gateway.example.org/sync?s=0123456789abcdef01234567',
  deviceId: 'gateway.example.org',
  manufacturer: 'Anchorage',
  model: 'Gateway',
  version: '1.0.0',
  maxMsgSize: 32_768,
  maxObjSize: 20_000,
};
const profile = profileFor({
  devInf: null,
  userAgent: null,
  deviceUri: 'IMEI:000000000000001',
  timeZone: 'UTC',
});
const mostMessages = 8;
/** Without the device information of a first session: reading that is the codec's, and would take most of the time. */
const shortFrame = 4_000;
