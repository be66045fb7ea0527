/** Whole random sessions: no reply exceeds the phone's limit, nothing is lost or told twice, every session ends. */
import type { Command, Message, SyncmlVersion } from '@anchorage/syncml-codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from './contract.ts';
import { gateway } from './testing/gateway.ts';
import type { Gateway } from './testing/gateway.ts';
import {
  alert,
  change,
  item,
  map,
  message,
  next,
  octets,
  remove,
  statusesFor,
  sync,
} from './testing/messages.ts';

interface Scenario {
  readonly limit: number;
  readonly version: SyncmlVersion;
  readonly encoding: 'xml' | 'wbxml';
  /** Lengths of what we have for the phone; 0 is a Delete. */
  readonly ours: readonly number[];
  /** Lengths of what the phone has, and how many items it sends in a message. */
  readonly theirs: readonly number[];
  readonly perMessage: number;
  readonly large: boolean;
  readonly slow: number;
  readonly page: number;
  readonly asksNext: boolean;
  readonly busySignal: 'next-message' | 'empty' | 'busy';
  readonly extraFinals: boolean;
  /** Every n-th message is sent twice: its reply got lost. */
  readonly repeat: number;
}

const scenario = (limit: number): fc.Arbitrary<Scenario> =>
  fc.record({
    limit: fc.constant(limit),
    version: fc.constantFrom('1.0', '1.1', '1.2'),
    encoding: fc.constantFrom('xml', 'wbxml'),
    ours: fc.array(
      fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 5_000 })),
      {
        maxLength: 12,
      },
    ),
    theirs: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 }),
    perMessage: fc.integer({ min: 1, max: 40 }),
    large: fc.boolean(),
    slow: fc.integer({ min: 0, max: 2 }),
    page: fc.integer({ min: 1, max: 15 }),
    asksNext: fc.boolean(),
    busySignal: fc.constantFrom('next-message', 'empty', 'busy'),
    extraFinals: fc.boolean(),
    repeat: fc.integer({ min: 1, max: 4 }),
  });

const filler = (length: number): string => 'é\r\n<&]]> x'.repeat(Math.ceil(length / 9)).slice(0, length);

function entry(length: number, at: number): OutboxEntry {
  const id = `o${String(at)}`;
  return length === 0
    ? { id, command: 'delete', guid: null, luid: `L${String(at)}`, contentType: null, data: null }
    : {
        id,
        command: 'add',
        guid: String(at),
        luid: null,
        contentType: 'text/x-vcard',
        data: octets(filler(length)),
      };
}

function run(how: Scenario) {
  const outbox = how.ours.map(entry);
  const door = gateway({
    version: how.version,
    encoding: how.encoding,
    devInfKnown: false,
    outbox: { card: outbox },
    page: how.page,
    slow: how.slow,
    scheme: 'md5',
    profile: {
      supportsLargeObjects: how.large,
      supportsNumberOfChanges: true,
      busySignal: how.busySignal,
    },
  });
  const options = { version: how.version, maxMsgSize: how.limit };
  const arrived = new Map<string, string>();
  const answered = new Map<string, number>();
  const mapped = new Set<string>();
  let partial = '';
  let msgId = 0;
  let finals = 0;
  const post = (commands: readonly Command[], final: boolean): Message => {
    msgId += 1;
    const sent = message(msgId, commands, { ...options, final });
    const reply = door.post(sent);
    if (msgId % how.repeat === 0) postAgain(door, sent, reply);
    expect(door.size()).toBeLessThanOrEqual(how.limit);
    expect(reply.header.msgId).toBe(msgId);
    expect(reply.commands[0]).toMatchObject({ cmd: 'SyncHdr', cmdRef: '0', msgRef: msgId });
    const ids = reply.commands.flatMap((one) => [
      one.cmdId,
      ...('commands' in one ? one.commands.map((child) => child.cmdId) : []),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of reply.commands) {
      if (one.name === 'Status' && one.cmd !== 'SyncHdr') {
        const key = [one.msgRef, one.cmdRef, ...one.sourceRefs].join('/');
        answered.set(key, (answered.get(key) ?? 0) + 1);
      }
      if (one.name === 'Sync') for (const child of one.commands) read(child);
    }
    if (reply.final) finals += 1;
    return reply;
  };
  const read = (child: Command): void => {
    if (child.name === 'Delete') arrived.set(child.items[0]?.target?.uri ?? '', '');
    if (child.name !== 'Add') return;
    const [one] = child.items;
    const data = one?.data?.kind === 'octets' ? new TextDecoder().decode(one.data.octets) : '';
    // Size with the first piece only (DS-132).
    expect(one?.moreData !== true || (one.meta?.size !== undefined) === (partial === '')).toBe(true);
    partial += data;
    if (one?.moreData === true) return;
    arrived.set(one?.source?.uri ?? '', partial);
    partial = '';
  };

  let reply = post(
    [
      {
        name: 'Get',
        cmdId: '',
        meta: { type: `application/vnd.syncml-devinf+${how.encoding}` },
        items: [{ target: { uri: `./devinf${how.version.replace('.', '')}` } }],
      },
      alert(200),
      alert(200, 'cal', 'client-1', 'cal'),
    ],
    true,
  );
  const behind = (goal: number): boolean => finals < goal && msgId < 400;
  const drain = (goal: number): void => {
    while (behind(goal)) {
      const statuses = statusesFor(reply);
      const maps = statuses.filter((status) => status.cmd === 'Add' && status.code === 201);
      for (const one of maps) mapped.add(`${String(one.msgRef)}/${one.cmdRef}`);
      reply = post([...statuses, ...(how.asksNext ? [next()] : [])], how.extraFinals && goal === 2);
    }
  };
  drain(1);
  const luids = how.theirs.map((length, at) => [`P${String(at)}`, filler(length)] as const);
  let at = 0;
  do {
    const some = luids.slice(at, at + how.perMessage);
    at += how.perMessage;
    const last = at >= luids.length;
    const commands = some.map(([luid, data], index) =>
      index % 5 === 4 ? remove([luid]) : change('Replace', [item(luid, data)]),
    );
    reply = post([...statusesFor(reply), sync(commands), ...(last ? [sync([], 'cal', 'cal')] : [])], last);
  } while (at < luids.length);
  drain(2);
  reply = post([...statusesFor(reply), map([['g', 'l']])], true);
  drain(3);
  return { door, arrived, answered, finals, outbox, luids };
}

/** DS-145 */
function postAgain(door: Gateway, sent: Message, reply: Message): void {
  const events = door.events.length;
  expect(door.post(sent)).toEqual(reply);
  expect(door.events).toHaveLength(events);
}

describe('sessions within a limit (DS-013, DS-015, DS-018, DS-021, DS-030, DS-031, DS-032, DS-038, DS-122, DS-145)', () => {
  it.each([1_500, 3_200, 10_000])('of %i octets', (limit) => {
    fc.assert(
      fc.property(scenario(limit), (how) => {
        const { door, arrived, answered, finals, outbox, luids } = run(how);
        expect(finals).toBe(3);
        expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['card', 'cal']);
        // Every change of the phone was taken once and has its own Status.
        expect(door.eventsOf('item-received').map((event) => event.luid)).toEqual(
          luids.map(([luid]) => luid),
        );
        for (const times of answered.values()) expect(times).toBe(1);
        for (const [luid] of luids) {
          expect([...answered.keys()].filter((key) => key.endsWith(`/${luid}`))).toHaveLength(1);
        }
        // Every entry arrived whole, or is reported as too large.
        const tooLarge = new Set(
          door
            .eventsOf('item-answered')
            .filter((event) => event.status === 413)
            .map((event) => event.outboxId),
        );
        const takesLarge = how.large && how.version !== '1.0';
        expect(takesLarge && tooLarge.size > 0).toBe(false);
        const expected = outbox
          .filter(({ id }) => !tooLarge.has(id))
          .map(({ guid, luid, data }) => [guid ?? luid, data === null ? '' : new TextDecoder().decode(data)]);
        expect([...arrived]).toEqual(expected);
        expect(door.eventsOf('item-sent').length + tooLarge.size).toBe(outbox.length);
        expect(door.eventsOf('item-answered')).toHaveLength(outbox.length);
      }),
      { numRuns: 30 },
    );
  });
});
