import type { Command, Message } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry, Resumable } from './contract.ts';
import { resumableOf } from './resumable.ts';
import { parseState } from './serialise.ts';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { Gateway, GatewayOptions } from './testing/gateway.ts';
import { alert, card, message, next, octets, outline, statusesFor, sync, text } from './testing/messages.ts';

const add = (id: string, data = card(id)): OutboxEntry => ({
  id,
  command: 'add',
  guid: `guid-${id}`,
  luid: null,
  contentType: 'text/x-vcard',
  data: octets(data),
});

/** Up to the first reply with package 4. */
function sent(options: GatewayOptions, maxMsgSize?: number): { door: Gateway; reply: Message } {
  const door = gateway(options);
  const version = options.version ?? '1.2';
  const first = door.post(
    message(1, [alert(200)], { version, ...(maxMsgSize === undefined ? {} : { maxMsgSize }) }),
  );
  return { door, reply: door.post(message(2, [...statusesFor(first), sync()], { version })) };
}

describe('large objects to the phone (DS-132, DS-136)', () => {
  it('go out in pieces, nothing between, small ones whole (DS-133)', () => {
    const entry = big(6_000);
    const { door, reply } = sent({ outbox: { card: [add('a'), entry, add('z')] }, profile }, 3_000);
    expect(outline(reply).slice(-3)).toEqual(['Sync ./C/pb', '  Add guid-a', '  Add guid-big ...']);
    let last = reply;
    let msgId = 2;
    let whole = '';
    const sizes: unknown[] = [];
    const read = (one: Message): void => {
      for (const command of one.commands) {
        if (command.name !== 'Sync') continue;
        for (const child of command.commands) {
          if (child.name !== 'Add' || child.items[0]?.source?.uri !== 'guid-big') continue;
          const [item] = child.items;
          expect(item.meta?.type).toBe('text/x-vcard');
          sizes.push(item.meta?.size);
          if (item.data?.kind === 'octets')
            whole += new TextDecoder('utf-8', { fatal: true }).decode(item.data.octets);
        }
      }
    };
    read(last);
    let before = reply;
    while (!last.final && msgId < 20) {
      msgId += 1;
      before = last;
      last = door.post(message(msgId, [...statusesFor(last), next()], { final: false }));
      read(last);
    }
    expect(octets(whole).length).toBe(entry.data?.length);
    expect(sizes).toEqual([entry.data?.length, ...sizes.slice(1).map(() => undefined)]);
    expect(sizes.length).toBeGreaterThan(2);
    // The package is closed when the phone has said that it all came together.
    expect(outline(before).slice(-2)).toEqual(['  Add guid-big', '  Add guid-z']);
    expect(outline(last).slice(1)).toEqual([`Status ${String(msgId)}/5 Alert 200`, 'Final']);
    expect(door.eventsOf('item-sent').map((event) => event.outboxId)).toEqual(['a', 'big', 'z']);
  });

  it('are not cut beside white space, which XML readers drop (SyncEvolution 2.0.0)', () => {
    const folded = `BEGIN:VCARD\r\nPHOTO:${'0123456789é\r\n '.repeat(900)}\r\nEND:VCARD\r\n`;
    for (const limit of [2_000, 2_001, 2_002, 2_003, 2_004, 2_005, 2_006, 2_007]) {
      const { door, reply } = sent({ outbox: { card: [add('big', folded)] }, profile }, limit);
      const phone = receiver(door, reply);
      const pieces = [...outbound(reply)];
      while (!phone.last().final) pieces.push(...outbound(phone.post(statusesFor(phone.last()))));
      expect(pieces.length).toBeGreaterThan(5);
      expect(pieces.slice(0, -1).filter((piece) => /^\s|\s$/.test(piece))).toEqual([]);
      expect(pieces.join('')).toBe(folded);
    }
  });

  it('declare one octet more where the phone wants it (Nokia Series 40)', () => {
    const entry = big(4_000);
    const { reply } = sent(
      { outbox: { card: [entry] }, profile: { ...profile, declaredSizeOffset: 1 } },
      2_000,
    );
    expect(reply.commands.at(-1)).toMatchObject({
      commands: [{ items: [{ meta: { size: (entry.data?.length ?? 0) + 1 }, moreData: true }] }],
    });
  });

  it.each([
    ['the phone takes none (DS-134)', { outbox: { card: [big(4_000), add('z')] } }],
    ['the version has none', { version: '1.0' as const, profile, outbox: { card: [big(4_000), add('z')] } }],
    [
      'larger than its MaxObjSize (DS-135)',
      { profile: { ...profile, maxObjSize: 300 }, outbox: { card: [big(4_000), add('z')] } },
    ],
    ['not fit for XML', { outbox: { card: [{ ...add('big'), data: Uint8Array.of(0xff, 0xfe) }, add('z')] } }],
  ])('are left out when %s', (_, options) => {
    const { door, reply } = sent(options, 2_000);
    expect(outline(reply).slice(-3)).toEqual(['Sync ./C/pb', '  Add guid-z', 'Final']);
    expect(door.eventsOf('item-answered')).toMatchObject([{ outboxId: 'big' }]);
    expect(door.eventsOf('item-sent').map((event) => event.outboxId)).toEqual(['z']);
  });
});

/** Sends a message and reads the pieces of the answer. */
function receiver(door: Gateway, first: Message) {
  let whole = '';
  let msgId = 2;
  let last = first;
  const sizes: (number | undefined)[] = [];
  const read = (reply: Message): Message => {
    last = reply;
    for (const command of reply.commands)
      for (const child of command.name === 'Sync' ? command.commands : []) {
        const [one] = child.name === 'Add' ? child.items : [];
        if (one?.source?.uri !== 'guid-big' || one.data?.kind !== 'octets') continue;
        sizes.push(one.meta?.size);
        if (one.meta?.size !== undefined) whole = '';
        whole += new TextDecoder().decode(one.data.octets);
      }
    return reply;
  };
  read(first);
  return {
    post: (commands: readonly Command[]) =>
      read(door.post(message((msgId += 1), commands, { final: false }))),
    last: () => last,
    whole: () => whole,
    sizes,
    drain() {
      for (let times = 0; !last.final && times < 60; times += 1) this.post(statusesFor(last));
    },
  };
}

describe('a large object that the phone has lost (DS-137)', () => {
  const lost223 = (reply: Message) => [
    ...statusesFor(reply),
    { ...alert(223), items: [{ source: { uri: 'guid-big' } }] },
  ];
  const lost424 = (reply: Message) => statusesFor(reply, { Add: 424 });
  const start = (entries: readonly OutboxEntry[]) => {
    const { door, reply } = sent({ outbox: { card: entries }, profile }, 2_000);
    return { door, phone: receiver(door, reply) };
  };

  it.each([
    ['424', lost424, 424],
    ['223', lost223, 426],
  ] as const)('goes out once more from the start, not twice: %s', (_, answers, status) => {
    const { door, phone } = start([big(6_000), add('z')]);
    phone.post(statusesFor(phone.last()));
    phone.post(answers(phone.last()));
    expect(phone.sizes).toEqual([big(6_000).data?.length, undefined, big(6_000).data?.length]);
    expect(door.eventsOf('item-answered')).toEqual([]);
    phone.post(answers(phone.last()));
    expect(outline(phone.last()).slice(-2)).toEqual(['  Add guid-z', 'Final']);
    expect(door.eventsOf('item-answered')).toEqual([{ kind: 'item-answered', outboxId: 'big', status }]);
  });

  it.each([
    ['424', lost424],
    ['223', lost223],
  ] as const)('goes out once more after its last piece: %s', (_, answers) => {
    const { door, phone } = start([big(6_000)]);
    const isLast = () => outline(phone.last()).at(-1) === '  Add guid-big';
    while (!isLast()) phone.post(statusesFor(phone.last()));
    // The phone names what it has lost instead of answering it.
    const said = answers(phone.last()).filter(
      (one) => answers !== lost223 || one.name !== 'Status' || one.cmd !== 'Add',
    );
    phone.post(said);
    expect(door.eventsOf('item-unsent')).toEqual([{ kind: 'item-unsent', outboxId: 'big' }]);
    phone.drain();
    expect(phone.last().final).toBe(true);
    expect(phone.whole()).toBe(new TextDecoder().decode(big(6_000).data ?? undefined));
    expect(door.eventsOf('item-answered')).toEqual([{ kind: 'item-answered', outboxId: 'big', status: 201 }]);
  });

  it.each([413, 416, 415])('is not sent again where that could not help: %i', (status) => {
    const { door, phone } = start([big(6_000), add('z')]);
    phone.post(statusesFor(phone.last(), { Add: status }));
    expect(outline(phone.last()).slice(-2)).toEqual(['  Add guid-z', 'Final']);
    expect(door.eventsOf('item-answered')).toEqual([{ kind: 'item-answered', outboxId: 'big', status }]);
  });

  it('gets a piece again, cut as before, when it never saw our message', () => {
    const { phone } = start([big(6_000)]);
    const first = phone.last();
    phone.post(statusesFor(first));
    const [piece] = outbound(phone.last());
    // A new message that answers what came before: the reply to it must have got lost.
    phone.post([...statusesFor(first), next()]);
    expect(outbound(phone.last())).toEqual([piece]);
  });
});

describe('a large object on its way when the session broke off (DS-142)', () => {
  const entry = big(6_000);
  const options = { outbox: { card: [add('a'), entry, add('z')] }, profile };
  /** What the phone has when the session breaks off after `answered` answers, the last reply seen or not. */
  const broken = (answered: number) => {
    const { door, reply } = sent(options, 2_000);
    const phone = receiver(door, reply);
    for (let times = 0; times < answered; times += 1) phone.post(statusesFor(phone.last()));
    return { left: resumableOf(parseState(door.state()), 'card'), phone };
  };
  const resume = (resumable: Resumable | null, entries: readonly OutboxEntry[]) => {
    const door = gateway({
      ...options,
      outbox: { card: entries },
      datastores: [datastore('card', { resumable })],
    });
    const first = door.post(message(1, [alert(225, './card', null)], { maxMsgSize: 2_000 }));
    return { door, phone: receiver(door, door.post(message(2, [...statusesFor(first), sync()]))) };
  };

  it.each([1, 2, 3])('goes on with the piece that was not acknowledged, after %i', (answered) => {
    const { left, phone: before } = broken(answered);
    const [unseen] = outbound(before.last());
    const { door, phone } = resume(left, [entry, add('z')]);
    expect(outbound(phone.last())[0]).toEqual(unseen);
    phone.drain();
    expect(phone.sizes.every((size) => size === undefined)).toBe(true);
    const had = before.whole().slice(0, before.whole().length - (unseen ?? '').length);
    expect(had + phone.whole()).toBe(new TextDecoder().decode(entry.data ?? undefined));
    expect(door.eventsOf('item-sent').map(({ outboxId }) => outboxId)).toEqual(['big', 'z']);
  });

  it('goes on first, whatever else there is', () => {
    const { left } = broken(2);
    const { phone } = resume(left, [add('y'), entry, add('z')]);
    const lines = outline(phone.last());
    expect(lines.slice(lines.indexOf('Sync ./C/pb'))).toEqual(['Sync ./C/pb', '  Add guid-big ...']);
  });

  it.each([
    ['nothing of it was acknowledged', 0, entry],
    ['it has changed meanwhile', 2, { ...big(6_008), id: 'other' }],
  ] as const)('begins anew when %s', (_, answered, now) => {
    const { phone } = resume(broken(answered).left, [now]);
    phone.drain();
    expect(phone.sizes[0]).toBe(now.data?.length);
    expect(phone.whole()).toBe(new TextDecoder().decode(now.data ?? undefined));
  });

  it('is handed on by a session that never came to it', () => {
    const { left } = broken(2);
    const door = gateway({ ...options, datastores: [datastore('card', { resumable: left })] });
    door.post(message(1, [alert(225, './card', null)], { maxMsgSize: 2_000 }));
    expect(resumableOf(parseState(door.state()), 'card')?.outgoing).toEqual(left?.outgoing);
    expect(left?.outgoing).toMatchObject({ outboxId: 'big', msg: 0 });
  });
});

/** Texts of the pieces of the large object in a reply. */
function outbound(reply: Message): readonly string[] {
  return reply.commands.flatMap((command) =>
    (command.name === 'Sync' ? command.commands : []).flatMap((child) => {
      const [one] = child.name === 'Add' ? child.items : [];
      return one?.source?.uri === 'guid-big' && one.data?.kind === 'octets' ? [text(one.data.octets)] : [];
    }),
  );
}

const profile = { supportsLargeObjects: true };

function big(length: number): OutboxEntry {
  return add('big', `BEGIN:VCARD\r\n${'äöü\r\n'.repeat(length / 8)}END:VCARD\r\n`);
}
