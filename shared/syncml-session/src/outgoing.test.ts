import type { Message } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from './contract.ts';
import { profile } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { Gateway, GatewayOptions } from './testing/gateway.ts';
import { alert, card, map, message, next, octets, outline, statusesFor, sync } from './testing/messages.ts';

const add = (id: string, data = card(id)): OutboxEntry => ({
  id,
  command: 'add',
  guid: `guid-${id}`,
  luid: null,
  contentType: 'text/x-vcard',
  data: octets(data),
});
const erase = (id: string): OutboxEntry => ({
  id,
  command: 'delete',
  guid: null,
  luid: id,
  contentType: null,
  data: null,
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

describe('answers of the phone', () => {
  it('in any shape (DS-044)', () => {
    const { door, reply } = sent({ outbox: { card: [add('a'), add('b'), add('c')] } });
    const [hdr, own, one, two, three] = statusesFor(reply);
    if (
      hdr === undefined ||
      own === undefined ||
      one === undefined ||
      two === undefined ||
      three === undefined
    ) {
      throw new Error('five Statuses expected');
    }
    door.post(
      message(3, [
        hdr,
        own,
        { ...one, sourceRefs: ['guid-a'] },
        two,
        // A phone that mixes up its references is understood by what it names.
        { ...three, msgRef: 99, sourceRefs: ['guid-c'], code: 455 },
        { ...three, msgRef: 99, cmdRef: '77' },
      ]),
    );
    expect(door.eventsOf('item-answered')).toEqual([
      { kind: 'item-answered', outboxId: 'a', status: 201 },
      { kind: 'item-answered', outboxId: 'b', status: 201 },
      { kind: 'item-answered', outboxId: 'c', status: 400 },
    ]);
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it('420 stops Adds, not Deletes (DS-114, F22)', () => {
    const entries = [...Array.from({ length: 12 }, (_, at) => add(`a${String(at)}`)), erase('d1')];
    const { door, reply } = sent({ outbox: { card: entries } }, 2_000);
    expect(reply.final).toBe(false);
    let last = door.post(message(3, [...statusesFor(reply, { Add: 420 }), next()], { final: false }));
    expect(outline(last)).toContain('  Delete d1');
    expect(outline(last).some((line) => line.startsWith('  Add'))).toBe(false);
    last = door.post(message(4, statusesFor(last)));
    const refused = door.eventsOf('item-answered').filter((event) => event.status === 420);
    expect(refused).toHaveLength(12);
  });

  it('no Add under a GUID too long for the phone (DS-097)', () => {
    const { datastores } = profile();
    const card = datastores.card;
    if (card === undefined) throw new Error('a datastore expected');
    const small = { ...card, source: './C/pb', maxGuidSize: 2 };
    const entries = ['9', '99', '100'].map((guid) => ({ ...add(`a${guid}`), guid }));
    const { door, reply } = sent({
      outbox: { card: [...entries, erase('d100')] },
      profile: { datastores: { ...datastores, card: small } },
    });
    expect(outline(reply).filter((line) => line.startsWith('  '))).toEqual([
      '  Add 9',
      '  Add 99',
      '  Delete d100',
    ]);
    expect(door.eventsOf('item-answered')).toEqual([
      { kind: 'item-answered', outboxId: 'a100', status: 414 },
    ]);
  });

  it('5xx for the header ends the session', () => {
    const { door, reply } = sent({ outbox: { card: [add('a')] } });
    const [hdr] = statusesFor(reply, { SyncHdr: 511 });
    if (hdr === undefined) throw new Error('a Status expected');
    expect(outline(door.post(message(3, [hdr, map([['x', 'y']])])))).toEqual([
      'Status 3/0 SyncHdr 200',
      'Status 3/2 Map 514 (./card, ./C/pb)',
      'Final',
    ]);
    expect(door.eventsOf('session-ended')).toMatchObject([{ outcome: 'aborted' }]);
    expect(door.eventsOf('datastore-finished')).toEqual([]);
    expect(door.status().ended).toBe(true);
  });

  it('Maps: several, incomplete, of datastores not ours', () => {
    const { door, reply } = sent({ outbox: { card: [add('a')] } });
    const last = door.post(
      message(3, [
        ...statusesFor(reply),
        map([
          ['g', '1'],
          ['', '2'],
        ]),
        map([], 'cal', 'cal'),
        map([['g', '1']], './mail', './mail'),
      ]),
    );
    expect(outline(last).slice(1)).toEqual([
      'Status 3/4 Map 200 (g, 1)',
      'Status 3/4 Map 412 (2)',
      'Status 3/5 Map 412 (cal, cal)',
      'Status 3/6 Map 404 (./mail, ./mail)',
      'Final',
    ]);
    expect(door.eventsOf('item-mapped')).toHaveLength(1);
  });
});

describe('what a profile asks for', () => {
  it('not more Deletes in a message than the phone stands (Siemens S55)', () => {
    const entries = Array.from({ length: 7 }, (_, at) => erase(`d${String(at)}`));
    const { door, reply } = sent({ outbox: { card: entries }, profile: { maxDeletesPerMessage: 3 } });
    const deletes = (one: Message): number =>
      outline(one).filter((line) => line.startsWith('  Delete')).length;
    expect(deletes(reply)).toBe(3);
    const second = door.post(message(3, [...statusesFor(reply), next()], { final: false }));
    const third = door.post(message(4, [...statusesFor(second), next()], { final: false }));
    expect([deletes(second), deletes(third), third.final]).toEqual([3, 1, true]);
  });

  it('RespURI in every reply, or in none (DS-147)', () => {
    expect(sent({}).reply.header.respUri).toBe('http://sync.example.org/sync?s=0123456789abcdef01234567');
    expect(sent({ profile: { sendRespUri: false } }).reply.header.respUri).toBeUndefined();
  });

  it('a share of the announced size', () => {
    const entries = Array.from({ length: 60 }, (_, at) => add(`a${String(at)}`));
    const { door } = sent({ outbox: { card: entries }, page: 60, profile: { maxMsgSizeShare: 0.5 } }, 10_000);
    expect(door.size()).toBeLessThanOrEqual(5_000);
    expect(door.size()).toBeGreaterThan(4_000);
  });
});

it('hands out the next nonce with the accepted digest (DS-055, DS-056)', () => {
  const door = gateway({ scheme: 'md5' });
  const first = door.post(message(1, [alert(200)]));
  expect(first.commands[0]).toMatchObject({
    code: 212,
    chal: { meta: { type: 'syncml:auth-md5', format: 'b64', nextNonce: btoa('next-nonce') } },
  });
  const second = door.post(message(2, [...statusesFor(first), sync()]));
  expect(second.commands[0]).toMatchObject({ code: 200 });
  expect(second.commands[0]).not.toHaveProperty('chal');
});
