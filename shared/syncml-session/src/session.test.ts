import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import {
  alert,
  card,
  change,
  item,
  map,
  message,
  outline,
  remove,
  statusesFor,
  sync,
} from './testing/messages.ts';
import { add, erase, replace } from './testing/outbox.ts';

describe('a two-way session (DS-001)', () => {
  it('goes through six packages (DS-019, DS-029, DS-035, DS-036, DS-041, DS-050, DS-051, DS-066, DS-067, DS-078, DS-087, DS-089, DS-094, DS-095, DS-096, DS-098)', () => {
    const door = gateway({
      known: { card: ['1', '2'] },
      outbox: { card: [add('g1'), replace('1'), erase('2')] },
    });
    const first = door.post(message(1, [alert(200)]));
    expect(outline(first)).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      'Alert 200 ./C/pb',
      'Final',
    ]);
    expect(first.header).toMatchObject({ msgId: 1, sessionId: '7' });
    const [, status, ours] = first.commands;
    expect(status).toMatchObject({ items: [{ data: { kind: 'anchor', anchor: { next: 'client-2' } } }] });
    expect(ours).toMatchObject({
      items: [{ meta: { anchor: { last: 'server-1', next: 'server-2' }, maxObjSize: 200_000 } }],
    });

    const second = door.post(
      message(2, [
        ...statusesFor(first),
        sync([
          change('Add', [item('5', card('Ada'))]),
          change('Replace', [item('1', card('Bea')), item('9', card('Cyd'))]),
          remove(['2', '77']),
        ]),
      ]),
    );
    expect(outline(second)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (5)',
      'Status 2/5 Replace 200 (1)',
      'Status 2/5 Replace 201 (9)',
      'Status 2/6 Delete 200 (2)',
      'Status 2/6 Delete 211 (77)',
      'Sync ./C/pb',
      '  Add g1',
      '  Replace 1',
      '  Delete 2',
      'Final',
    ]);
    const ourSync = second.commands.find((command) => command.name === 'Sync');
    const addressed = ourSync?.commands.map((command) => {
      if (command.name !== 'Add' && command.name !== 'Replace' && command.name !== 'Delete') return null;
      const [one] = command.items;
      return [command.name, one?.source?.uri, one?.target?.uri, one?.meta?.type ?? command.meta?.type];
    });
    expect(addressed).toEqual([
      ['Add', 'g1', undefined, 'text/x-vcard'],
      ['Replace', undefined, '1', 'text/x-vcard'],
      ['Delete', undefined, '2', undefined],
    ]);
    const third = door.post(message(3, [...statusesFor(second), map([['g1', '31']])]));
    expect(outline(third)).toEqual([
      'Status 3/0 SyncHdr 200',
      'Status 3/6 Map 200 (./card, ./C/pb)',
      'Final',
    ]);
    expect(door.events.map((event) => event.kind)).toEqual([
      'datastore-opened',
      ...Array.from({ length: 5 }, () => 'item-received'),
      'datastore-received',
      ...Array.from({ length: 3 }, () => 'item-sent'),
      ...Array.from({ length: 3 }, () => 'item-answered'),
      'item-mapped',
      'datastore-finished',
      'session-ended',
    ]);
    expect(door.eventsOf('item-answered')).toEqual([
      { kind: 'item-answered', outboxId: 'out-g1', status: 201 },
      { kind: 'item-answered', outboxId: 'out-r1', status: 200 },
      { kind: 'item-answered', outboxId: 'out-d2', status: 200 },
    ]);
    expect(door.eventsOf('session-ended')).toEqual([
      { kind: 'session-ended', outcome: 'finished', reason: 'complete' },
    ]);
    expect(door.status().ended).toBe(true);
  });

  it('finishes without changes, and without a Map (DS-098)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(message(2, [...statusesFor(first), sync()]));
    expect(outline(second)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Sync ./C/pb',
      'Final',
    ]);
    expect(outline(door.post(message(3, statusesFor(second))))).toEqual(['Status 3/0 SyncHdr 200', 'Final']);
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it('is not finished before the last package came in (DS-069, DS-101)', () => {
    const door = gateway({ outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(200)]));
    door.post(message(2, [...statusesFor(first), sync()]));
    expect(door.eventsOf('datastore-finished')).toEqual([]);
    expect(door.eventsOf('item-answered')).toEqual([]);
  });

  it('takes a Map twice, late, and of an earlier session (DS-099, DS-100)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(
      message(2, [
        ...statusesFor(first),
        map([['g9', '4']]),
        sync([change('Replace', [item('4', card('D'))])]),
      ]),
    );
    expect(door.events.map((event) => event.kind).slice(1, 3)).toEqual(['item-mapped', 'item-received']);
    door.post(message(3, statusesFor(second)));
    expect(outline(door.post(message(4, [map([['g9', '4']])])))).toEqual([
      'Status 4/0 SyncHdr 200',
      'Status 4/1 Map 200 (./card, ./C/pb)',
      'Final',
    ]);
    expect(door.eventsOf('item-mapped')).toHaveLength(2);
    expect(door.eventsOf('session-ended')).toHaveLength(1);
  });
});
