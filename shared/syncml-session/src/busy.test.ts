/** Replies while the cloud side is still at work (SyncML Sync Protocol 1.1, 2.12). */
import type { AlertCommand, Command } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from './contract.ts';
import { deviceUri, server } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { Gateway, GatewayOptions } from './testing/gateway.ts';
import { alert, card, change, item, map, message, next, octets } from './testing/messages.ts';
import { outline, statusesFor, sync } from './testing/messages.ts';

const entry: OutboxEntry = {
  id: 'out-g1',
  command: 'add',
  guid: 'g1',
  luid: null,
  contentType: 'text/x-vcard',
  data: octets(card('Ada')),
};
const result = (): AlertCommand => ({
  name: 'Alert',
  cmdId: '',
  code: 221,
  items: [{ target: { uri: server.url }, source: { uri: deviceUri } }],
});
const theirs = (): Command => sync([change('Add', [item('1', card('Bea'))])]);

/** Packages 1 and 3 are through; the reply to the latter is what comes of `slow`. */
function waiting(busySignal: 'empty' | 'busy', options: GatewayOptions) {
  const door = gateway({ outbox: { card: [entry] }, ...options, profile: { busySignal } });
  const first = door.post(message(1, [alert(200)]));
  const second = door.post(message(2, [...statusesFor(first), theirs()]));
  return { door, second };
}

const anchorsOf = (door: Gateway) => door.eventsOf('datastore-finished');

describe('busy', () => {
  it('is the header’s 101 and nothing else; Alert 221 fetches the result (DS-008, DS-138)', () => {
    const { door, second } = waiting('busy', { slow: 1 });
    expect(outline(second)).toEqual(['Status 2/0 SyncHdr 101']);
    expect(second.header.msgId).toBe(2);
    const third = door.post(message(3, [...statusesFor(second), result()], { final: false }));
    expect(outline(third)).toEqual([
      'Status 3/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Status 3/2 Alert 200',
      'Sync ./C/pb',
      '  Add g1',
      'Final',
    ]);
    expect(third.header.msgId).toBe(3);
    expect(anchorsOf(door)).toEqual([]);
    const fourth = door.post(message(4, [...statusesFor(third), map([['g1', '31']])]));
    expect(outline(fourth)).toEqual([
      'Status 4/0 SyncHdr 200',
      'Status 4/4 Map 200 (./card, ./C/pb)',
      'Final',
    ]);
    expect(anchorsOf(door)).toHaveLength(1);
    expect(door.eventsOf('item-answered')).toEqual([
      { kind: 'item-answered', outboxId: 'out-g1', status: 201 },
    ]);
  });

  it('leaves nothing to say of a message that came again with something else in it', () => {
    const { door } = waiting('busy', { slow: 1 });
    const again = door.post(message(2, [sync([change('Add', [item('2', card('Cleo'))])])]));
    expect(outline(again)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/1 Sync 200 (./card, ./C/pb)',
      'Status 2/2 Add 201 (2)',
      'Sync ./C/pb',
      '  Add g1',
      'Final',
    ]);
  });

  it('still is 101 for the header and for the Alert (DS-139)', () => {
    const { door, second } = waiting('busy', { slow: 3 });
    const third = door.post(message(3, [...statusesFor(second), result()], { final: false }));
    expect(outline(third)).toEqual(['Status 3/0 SyncHdr 101', 'Status 3/2 Alert 101']);
    expect(third.header.msgId).toBe(3);
    // Some phones know no Alert but 222.
    const fourth = door.post(message(4, [...statusesFor(third), next()], { final: false }));
    expect(outline(fourth)).toEqual(['Status 4/0 SyncHdr 101', 'Status 4/2 Alert 101']);
    const fifth = door.post(message(5, [...statusesFor(fourth), result()], { final: false }));
    expect(outline(fifth)).toEqual([
      'Status 5/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Status 5/2 Alert 200',
      'Sync ./C/pb',
      '  Add g1',
      'Final',
    ]);
  });

  it('leaves the anchors as they are when the phone never comes back (DS-140)', () => {
    const { door } = waiting('busy', { slow: 1 });
    expect(anchorsOf(door)).toEqual([]);
    expect(door.status()).toMatchObject({ ended: false, awaitingOutbox: ['card'] });
  });

  it('hands out the next nonce of a signed session all the same', () => {
    const { second } = waiting('busy', { slow: 1, scheme: 'mac' });
    expect(second.commands).toMatchObject([
      {
        cmd: 'SyncHdr',
        code: 101,
        chal: { meta: { type: 'syncml:auth-MAC', nextNonce: 'bmV4dC1ub25jZQ==' } },
      },
    ]);
  });

  it('is said once all that is ready of several datastores has gone out', () => {
    const ofCal = { ...entry, id: 'out-c1', contentType: 'text/x-vcalendar' };
    const door = gateway({
      outbox: { card: [entry], cal: [ofCal] },
      slow: 2,
      slowFor: ['card'],
      profile: { busySignal: 'busy' },
    });
    const first = door.post(message(1, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    const second = door.post(message(2, [...statusesFor(first), sync(), sync([], 'cal', 'cal')]));
    expect(outline(second).slice(3)).toEqual(['Sync cal', '  Add g1']);
    const third = door.post(message(3, [...statusesFor(second), result()], { final: false }));
    expect(outline(third)).toEqual(['Status 3/0 SyncHdr 101', 'Status 3/4 Alert 101']);
    const fourth = door.post(message(4, [...statusesFor(third), result()], { final: false }));
    expect(outline(fourth).slice(2)).toEqual(['Sync ./C/pb', '  Add g1', 'Final']);
  });

  it('is said to a phone that is to get nothing, too: what it sent must be taken in before it is done', () => {
    const door = gateway({ slow: 1, profile: { busySignal: 'busy' } });
    const first = door.post(message(1, [alert(203)]));
    const second = door.post(message(2, [...statusesFor(first), theirs()]));
    expect(outline(second)).toEqual(['Status 2/0 SyncHdr 101']);
    expect(door.eventsOf('datastore-finished')).toEqual([]);
    const third = door.post(message(3, [...statusesFor(second), result()], { final: false }));
    expect(outline(third)).toEqual([
      'Status 3/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Status 3/2 Alert 200',
      'Final',
    ]);
  });
});

describe('an empty reply', () => {
  it('holds the header’s Status, and an answer to whoever asks', () => {
    const { door, second } = waiting('empty', { slow: 3 });
    expect(outline(second)).toEqual(['Status 2/0 SyncHdr 200']);
    const third = door.post(message(3, statusesFor(second), { final: false }));
    expect(outline(third)).toEqual(['Status 3/0 SyncHdr 200']);
    const fourth = door.post(message(4, [...statusesFor(third), next()], { final: false }));
    expect(outline(fourth)).toEqual(['Status 4/0 SyncHdr 200', 'Status 4/2 Alert 200']);
    const fifth = door.post(message(5, [...statusesFor(fourth), next()], { final: false }));
    expect(outline(fifth)).toEqual([
      'Status 5/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Status 5/2 Alert 200',
      'Sync ./C/pb',
      '  Add g1',
      'Final',
    ]);
  });
});

describe('a phone that asks for ever', () => {
  it.each([
    ['next-message', next, ['Status 203/0 SyncHdr 512', 'Status 203/2 Alert 200', 'Final']],
    [
      'empty',
      next,
      ['Status 203/0 SyncHdr 512', 'Status 2/3 Sync 200 (./card, ./C/pb)', 'Status 203/2 Alert 200', 'Final'],
    ],
    [
      'busy',
      result,
      ['Status 203/0 SyncHdr 512', 'Status 2/3 Sync 200 (./card, ./C/pb)', 'Status 203/2 Alert 200', 'Final'],
    ],
  ] as const)('is given up (%s)', (busySignal, asking, last) => {
    const door = gateway({ slow: 1_000, profile: { busySignal } });
    let reply = door.post(message(1, [alert(200)]));
    reply = door.post(message(2, [...statusesFor(reply), sync()]));
    let asked = 2;
    while (!door.status().ended && asked < 300) {
      asked += 1;
      const header = statusesFor(reply).slice(0, 1);
      reply = door.post(message(asked, [...header, asking()], { final: false }));
    }
    expect(outline(reply)).toEqual(last);
    expect(door.eventsOf('session-ended')).toEqual([
      { kind: 'session-ended', outcome: 'aborted', reason: 'no progress' },
    ]);
    expect(anchorsOf(door)).toEqual([]);
  });
});
