import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import {
  alert,
  card,
  change,
  item,
  map,
  message,
  next,
  outline,
  statusesFor,
  sync,
} from './testing/messages.ts';
import { add } from './testing/outbox.ts';

describe('several messages per package', () => {
  it('from the phone: 222 while its package is open, no Final before (DS-022, DS-124, DS-127)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)], { final: false }));
    // Our Alert may go out before the phone's Final; then no 222 is needed.
    expect(outline(first)).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      'Alert 200 ./C/pb',
    ]);
    const rest = door.post(message(2, [...statusesFor(first), alert(200, 'cal', 'client-1', 'cal')]));
    expect(outline(rest).slice(1)).toEqual(['Status 2/3 Alert 200 (cal, cal)', 'Alert 200 cal', 'Final']);
    const third = door.post(
      message(3, [...statusesFor(rest), sync([change('Add', [item('1', card('A'))])])], { final: false }),
    );
    expect(outline(third).slice(-1)).toEqual(['Alert 222']);
    const fourth = door.post(
      message(4, [
        ...statusesFor(third),
        sync([change('Add', [item('2', card('B'))])]),
        sync([], 'cal', 'cal'),
      ]),
    );
    expect(outline(fourth).slice(-3)).toEqual(['Sync ./C/pb', 'Sync cal', 'Final']);
    expect(door.eventsOf('item-received').map((event) => event.luid)).toEqual(['1', '2']);
    const fifth = door.post(message(5, [...statusesFor(fourth), map([['x', '1']])], { final: false }));
    expect(outline(fifth).slice(-1)).toEqual(['Alert 222']);
    expect(outline(door.post(message(6, statusesFor(fifth)))).slice(-1)).toEqual(['Final']);
    expect(door.eventsOf('datastore-finished')).toHaveLength(2);
  });

  it('repeats the end of a package for a phone that asks for more of it', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const again = door.post(message(2, [...statusesFor(first), next()], { final: false }));
    expect(outline(again)).toEqual(['Status 2/0 SyncHdr 200', 'Status 2/3 Alert 200', 'Final']);
    // A Final with the 222 does not close package 3, which has not begun.
    expect(outline(door.post(message(3, [...statusesFor(again), next()]))).slice(-1)).toEqual(['Final']);
    expect(door.eventsOf('datastore-received')).toEqual([]);
    const third = door.post(message(4, [sync()]));
    expect(outline(third).slice(-2)).toEqual(['Sync ./C/pb', 'Final']);
    expect(
      outline(door.post(message(5, [...statusesFor(third), next()], { final: false }))).slice(-1),
    ).toEqual(['Final']);
    expect(door.eventsOf('datastore-finished')).toEqual([]);
    door.post(message(6, []));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it('to the phone: as many as the items need, NumberOfChanges in the first only (DS-079, DS-123)', () => {
    const outbox = { card: Array.from({ length: 30 }, (_, at) => add(`g${String(at)}`)) };
    const door = gateway({ outbox, page: 7, profile: { supportsNumberOfChanges: true } });
    let reply = door.post(message(1, [alert(200)], { maxMsgSize: 3_000 }));
    reply = door.post(message(2, [...statusesFor(reply), sync()]));
    const syncs: unknown[] = [];
    let msgId = 2;
    while (msgId < 40) {
      syncs.push(...reply.commands.filter((command) => command.name === 'Sync'));
      if (reply.final) break;
      msgId += 1;
      // Some phones repeat Final with every message.
      reply = door.post(message(msgId, [...statusesFor(reply), next()], { final: msgId % 2 === 0 }));
    }
    expect(syncs.length).toBeGreaterThan(3);
    expect(syncs[0]).toMatchObject({ numberOfChanges: 30 });
    for (const later of syncs.slice(1)) expect(later).not.toHaveProperty('numberOfChanges');
    expect(door.eventsOf('item-sent').map((event) => event.outboxId)).toEqual(
      outbox.card.map((entry) => entry.id),
    );
    door.post(message(msgId + 1, statusesFor(reply)));
    expect(door.eventsOf('item-answered')).toHaveLength(30);
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it.each(['1.0', '1.1', '1.2'] as const)(
    'no NumberOfChanges to a %s phone that does not say it knows it (DS-080)',
    (version) => {
      const door = gateway({ version, outbox: { card: [add('g1')] } });
      const first = door.post(message(1, [alert(200)], { version }));
      const second = door.post(message(2, [...statusesFor(first), sync()], { version }));
      expect(second.commands.find((command) => command.name === 'Sync')).not.toHaveProperty(
        'numberOfChanges',
      );
    },
  );
});
