import { describe, expect, it } from 'vitest';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import type { GatewayOptions } from './testing/gateway.ts';
import { alert, card, change, item, message, outline, statusesFor, sync } from './testing/messages.ts';

const one = (options: GatewayOptions, code: number, last: string | null = 'client-1') => {
  const door = gateway(options);
  return { door, reply: door.post(message(1, [alert(code, './card', last)])) };
};
const fresh: GatewayOptions = { datastores: [datastore('card', { clientAnchor: null, serverAnchor: null })] };
const lostMaps = (replaysMaps: boolean): GatewayOptions => ({
  datastores: [datastore('card', { unmapped: true })],
  profile: { replaysMaps },
});

describe('an anchor that says how the last session ended', () => {
  const confirms = (omitsLastStatuses: boolean, code: number, last: string | null) =>
    one({ profile: { omitsLastStatuses } }, code, last).door.eventsOf('datastore-opened')[0]?.confirmsLast;
  it.each([
    [true, 200, 'client-1', true],
    [true, 205, 'client-1', true],
    [true, 205, 'client-0', undefined],
    [true, 200, 'client-0', undefined],
    [true, 201, null, undefined],
    [false, 200, 'client-1', undefined],
  ])('told to a phone that omits Statuses: %s, Alert %i, Last %s', (omits, code, last, told) => {
    expect(confirms(omits, code, last)).toBe(told);
  });
});

describe('which sync it becomes (DS-046)', () => {
  it.each([
    ['anchors agree', {}, 200, 'client-1', 200, 200],
    ['anchors agree, one-way', {}, 202, 'client-1', 200, 202],
    ['another Last (DS-071)', {}, 200, 'client-0', 508, 201],
    ['another Last, one-way from client', {}, 202, 'client-0', 508, 201],
    ['another Last, one-way from server', {}, 204, 'client-0', 508, 201],
    ['no Last', {}, 200, null, 508, 201],
    ['first sync (DS-070)', fresh, 200, 'client-1', 508, 201],
    ['first sync, Last 0', fresh, 200, '0', 508, 201],
    ['slow asked for, anchors agree (DS-002)', {}, 201, 'client-1', 200, 201],
    ['slow asked for, first sync', fresh, 201, null, 200, 201],
    ['refresh from client needs no anchors', fresh, 203, null, 200, 203],
    ['refresh from server needs no anchors', {}, 205, 'client-0', 200, 205],
    ['Adds without a Map, of a phone that forgets Maps', lostMaps(false), 200, 'client-1', 508, 201],
    ['... and it only sends', lostMaps(false), 202, 'client-1', 200, 202],
    ['... of a phone that replays them', lostMaps(true), 200, 'client-1', 200, 200],
    ['206 as 200 (DS-007)', {}, 206, 'client-1', 200, 200],
    ['207 as 202', {}, 207, 'client-1', 200, 202],
    ['208 as 203', {}, 208, 'client-1', 200, 203],
    ['209 as 204', {}, 209, 'client-1', 200, 204],
    ['210 as 205', {}, 210, 'client-1', 200, 205],
    ['225 without a state (DS-143)', {}, 225, 'client-1', 508, 201],
  ] as const)('%s', (_, options, code, last, status, type) => {
    const { door, reply } = one(options, code, last);
    // 508 comes with Alert 201.
    expect(outline(reply).slice(1)).toEqual([
      `Status 1/1 Alert ${String(status)} (./card, ./C/pb)`,
      `Alert ${String(type)} ./C/pb`,
      'Final',
    ]);
    expect(reply.commands[1]).toMatchObject({ items: [{ data: { anchor: { next: 'client-2' } } }] });
    expect(door.eventsOf('datastore-opened')).toEqual([
      {
        kind: 'datastore-opened',
        datastore: 'card',
        source: './C/pb',
        syncType: type,
        client: { last, next: 'client-2' },
        serverNext: 'server-2',
        ...(type === 201 || type === 203 ? { whole: true } : {}),
      },
    ]);
  });

  it('sends Last 0 before the first sync', () => {
    const { reply } = one(fresh, 201, null);
    expect(reply.commands[2]).toMatchObject({
      items: [{ meta: { anchor: { last: '0', next: 'server-2' } } }],
    });
  });

  it.each([
    ['unknown code (DS-076)', alert(150), 406],
    ['reserved code', alert(230), 406],
    ['no code', { ...alert(200), code: null }, 412],
    ['no items', { ...alert(200), items: [] }, 412],
    ['no Next anchor', { ...alert(200), items: [{ target: { uri: 'card' } }] }, 412],
    ['display', { ...alert(100), items: [] }, 200],
  ])('answers an Alert with %s', (_, command, status) => {
    const door = gateway();
    expect(outline(door.post(message(1, [command, alert(200, 'cal')])))[1]).toMatch(
      new RegExp(`^Status 1/1 Alert ${String(status)}`),
    );
    expect(door.eventsOf('datastore-opened').map((event) => event.datastore)).toEqual(['cal']);
  });

  it('falls back to the Source where the Target is empty (Sony Ericsson C510)', () => {
    const door = gateway();
    door.post(message(1, [alert(200, '', 'client-1', 'Contacts')]));
    door.post(message(2, [sync([change('Add', [item('1', card('A'))])], '', 'Contacts')]));
    expect(door.eventsOf('item-received')).toHaveLength(1);
  });

  it('will not let two of the phone’s datastores share one of ours', () => {
    const door = gateway();
    const reply = door.post(
      message(1, [alert(200, 'cal', 'client-1', 'a'), alert(200, 'events', 'client-1', 'b')]),
    );
    expect(outline(reply)[2]).toBe('Status 1/2 Alert 403 (events, b)');
  });

  it('takes package 1 again', () => {
    const door = gateway();
    door.post(message(1, [alert(200)], { final: false }));
    expect(outline(door.post(message(2, [alert(200)]))).slice(1)).toEqual([
      'Status 2/1 Alert 200 (./card, ./C/pb)',
      'Alert 200 ./C/pb',
      'Final',
    ]);
  });
});

describe('package 1 once more, after package 2 was lost', () => {
  it('gets package 2 again, and the sync goes on', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    const again = door.post(message(2, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    expect(
      outline(again)
        .slice(1)
        .map((line) => line.replace('2/', '1/')),
    ).toEqual(outline(first).slice(1));
    expect(door.eventsOf('datastore-received')).toEqual([]);
    const second = door.post(message(3, [...statusesFor(again), sync(), sync([], 'cal', 'cal')]));
    door.post(message(4, statusesFor(second)));
    expect(door.eventsOf('datastore-finished')).toHaveLength(2);
  });
});

describe('slow sync after all', () => {
  it('the phone answers our Alert with 508 (DS-072)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const reply = door.post(
      message(2, [...statusesFor(first, { Alert: 508 }), sync([change('Add', [item('1', card('A'))])])]),
    );
    expect(door.eventsOf('sync-type-changed')).toEqual([
      { kind: 'sync-type-changed', datastore: 'card', syncType: 201 },
    ]);
    expect(outline(reply)).toContain('Status 2/4 Add 201 (1)');
    expect(door.eventsOf('datastore-received')).toHaveLength(1);
  });

  it('a late Alert 201 (DS-073)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const reply = door.post(message(2, [...statusesFor(first), alert(201), sync()]));
    expect(outline(reply)).toContain('Status 2/3 Alert 200 (./card, ./C/pb)');
    expect(door.eventsOf('sync-type-changed')).toHaveLength(1);
    expect(door.eventsOf('datastore-opened')).toHaveLength(1);
  });

  it('a late Alert with an anchor of its own, which is the one to remember (DS-068)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const late = alert(201);
    const [entry] = late.items;
    const other = {
      ...late,
      items: [{ ...entry, meta: { anchor: { last: 'client-1', next: 'client-3' } } }],
    };
    const reply = door.post(message(2, [...statusesFor(first), other, sync()]));
    door.post(message(3, statusesFor(reply)));
    expect(door.eventsOf('datastore-finished')).toMatchObject([{ clientNext: 'client-3' }]);
  });

  it('a refusal of our Alert closes the datastore, a Sync opens it again', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    const reply = door.post(message(2, [...statusesFor(first, { Alert: 406 }), sync()]));
    expect(outline(reply).slice(-2)).toEqual(['Sync ./C/pb', 'Final']);
    expect(door.eventsOf('datastore-received').map((event) => event.datastore)).toEqual(['card']);
  });
});

describe('read-only datastores', () => {
  const options: GatewayOptions = {
    datastores: [datastore('card', { readOnly: true })],
    known: { card: ['1'] },
  };

  it.each([202, 203])('refuse Alert %i', (code) => {
    expect(outline(one(options, code).reply)[1]).toBe('Status 1/1 Alert 403 (./card, ./C/pb)');
  });

  it('refuse changes, and take a slow sync for its matching', () => {
    const two = one(options, 200);
    const refused = two.door.post(
      message(2, [...statusesFor(two.reply), sync([change('Replace', [item('1', card('A'))])])]),
    );
    expect(outline(refused)).toContain('Status 2/4 Replace 405 (1)');
    expect(two.door.eventsOf('item-received')).toEqual([]);
    const slow = one(options, 201);
    slow.door.post(
      message(2, [...statusesFor(slow.reply), sync([change('Replace', [item('1', card('A'))])])]),
    );
    expect(slow.door.eventsOf('item-received')).toHaveLength(1);
  });
});
