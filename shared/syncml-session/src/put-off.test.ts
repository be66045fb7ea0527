/** Alerts that would begin a whole sync while there is no place for one. */
import { describe, expect, it } from 'vitest';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { GatewayOptions } from './testing/gateway.ts';
import { alert, change, item, card, message, next, outline, statusesFor, sync } from './testing/messages.ts';

const fresh = datastore('card', { clientAnchor: null, serverAnchor: null });
const full = (options: GatewayOptions = {}) => gateway({ noPlaceFor: [1], ...options });

describe('without a place', () => {
  it.each([
    ['a slow sync', alert(201), [datastore('card')]],
    ['one that the anchors demand', alert(200, './card', 'another'), [datastore('card')]],
    ['a first sync', alert(200, './card', null), [fresh]],
    ['a refresh from the phone', alert(203), [datastore('card')]],
    ['a first refresh from us', alert(205, './card', null), [fresh]],
  ])('%s is told to come back later', (_, asked, datastores) => {
    const door = full({ datastores });
    expect(outline(door.post(message(1, [asked])))).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 417 (./card, ./C/pb)',
      'Final',
    ]);
    expect(door.events).toEqual([
      { kind: 'datastore-put-off', datastore: 'card' },
      { kind: 'session-ended', outcome: 'aborted', reason: 'put off' },
    ]);
    expect(door.status()).toMatchObject({ ended: true, putOff: true });
  });

  it.each([
    ['an ordinary sync', alert(200), [datastore('card')]],
    ['a later refresh from us', alert(205), [datastore('card')]],
    ['a one-way sync', alert(202), [datastore('card')]],
  ])('%s goes ahead', (_, asked, datastores) => {
    const door = full({ datastores });
    expect(outline(door.post(message(1, [asked]))).slice(1)).toEqual([
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      `Alert ${String(asked.code)} ./C/pb`,
      'Final',
    ]);
    expect(door.eventsOf('datastore-put-off')).toEqual([]);
  });

  it('a resumed slow sync goes on', () => {
    const resumable = { syncType: 201, incoming: null, lastPiece: null, outgoing: null } as const;
    const door = full({ datastores: [datastore('card', { resumable })] });
    expect(outline(door.post(message(1, [alert(225)]))).slice(1, 3)).toEqual([
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      'Alert 201 ./C/pb',
    ]);
    expect(door.eventsOf('datastore-opened')).toMatchObject([{ resumes: true, whole: true }]);
  });

  it('one datastore waits, the other syncs', () => {
    const door = full();
    const first = door.post(message(1, [alert(201), alert(200, 'cal', 'client-1', 'cal')]));
    expect(outline(first).slice(1)).toEqual([
      'Status 1/1 Alert 417 (./card, ./C/pb)',
      'Status 1/2 Alert 200 (cal, cal)',
      'Alert 200 cal',
      'Final',
    ]);
    const second = door.post(message(2, [...statusesFor(first), sync([], 'cal', 'cal')]));
    door.post(message(3, statusesFor(second)));
    expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['cal']);
    expect(door.eventsOf('session-ended')).toMatchObject([{ outcome: 'finished', reason: 'partly put off' }]);
    expect(door.status().putOff).toBe(false);
  });

  it('the header says so too where a profile wants that', () => {
    const door = full({ profile: { retryLater: 'header' }, scheme: 'md5' });
    const reply = door.post(message(1, [alert(201)]));
    expect(outline(reply).slice(0, 2)).toEqual([
      'Status 1/0 SyncHdr 417',
      'Status 1/1 Alert 417 (./card, ./C/pb)',
    ]);
    // The login was good: the next one needs its nonce.
    expect(reply.commands).toMatchObject([{ chal: { meta: { nextNonce: 'bmV4dC1ub25jZQ==' } } }, {}]);
    const partly = full({ profile: { retryLater: 'header' } });
    const both = partly.post(message(1, [alert(201), alert(200, 'cal', 'client-1', 'cal')]));
    expect(outline(both)[0]).toBe('Status 1/0 SyncHdr 212');
  });
});

describe('a whole sync under way', () => {
  it('is not put off by anything', () => {
    const door = gateway({ noPlaceFor: [2, 3, 4, 5] });
    door.post(message(1, [alert(201)]));
    // The reply got lost: package 1 once more, under the next number.
    const again = door.post(message(2, [alert(201)]));
    expect(outline(again)[1]).toBe('Status 2/1 Alert 200 (./card, ./C/pb)');
    const items = (luid: string) => sync([change('Replace', [item(luid, card('Ada'))])]);
    const third = door.post(message(3, [...statusesFor(again), items('1')], { final: false }));
    const fourth = door.post(message(4, [...statusesFor(third), items('2')]));
    expect(outline(fourth)).toContain('Final');
    expect(door.eventsOf('item-received')).toHaveLength(2);
    expect(door.eventsOf('datastore-put-off')).toEqual([]);
  });

  it('may begin where the session was put off, once there is a place', () => {
    const door = full();
    const first = door.post(message(1, [alert(201)], { final: false }));
    expect(outline(first).slice(1)).toEqual(['Status 1/1 Alert 417 (./card, ./C/pb)', 'Alert 222']);
    const second = door.post(message(2, [...statusesFor(first), next(), alert(201)]));
    expect(outline(second).slice(2)).toEqual([
      'Status 2/4 Alert 200 (./card, ./C/pb)',
      'Alert 201 ./C/pb',
      'Final',
    ]);
    expect(door.eventsOf('datastore-opened')).toMatchObject([{ whole: true }]);
    expect(door.status().putOff).toBe(false);
  });

  it('may be a sync that the phone turns into one (508 for our Alert)', () => {
    const door = gateway({ noPlaceFor: [2] });
    const first = door.post(message(1, [alert(200)]));
    const refusing = statusesFor(first, { Alert: 508 });
    expect(
      outline(door.post(message(2, [...refusing, sync([change('Replace', [item('1', card('A'))])])]))),
    ).toContain('Final');
    expect(door.eventsOf('sync-type-changed')).toEqual([
      { kind: 'sync-type-changed', datastore: 'card', syncType: 201 },
    ]);
  });
});
