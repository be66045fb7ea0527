import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import { alert, card, change, item, map, message, outline, statusesFor, sync } from './testing/messages.ts';
import { add } from './testing/outbox.ts';

describe('one-way and refresh', () => {
  it.each([
    [202, 'oneWayFromClient (DS-003, DS-108)'],
    [203, 'refreshFromClient (DS-004)'],
  ])('%i ends with package 4, without a Sync of ours', (code) => {
    const door = gateway({ outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(code)]));
    const second = door.post(
      message(2, [...statusesFor(first), sync([change('Replace', [item('1', card('A'))])])]),
    );
    expect(outline(second)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Replace 201 (1)',
      'Final',
    ]);
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
    expect(door.eventsOf('session-ended')).toHaveLength(1);
    expect(outline(door.post(message(3, statusesFor(second))))).toEqual(['Status 3/0 SyncHdr 200', 'Final']);
    expect(door.eventsOf('session-ended')).toHaveLength(1);
  });

  it('203 keeps the full flow for phones that want it', () => {
    const door = gateway({ profile: { completeFromClientOnly: true } });
    const first = door.post(message(1, [alert(203)]));
    const second = door.post(message(2, [...statusesFor(first), sync()]));
    expect(outline(second).slice(2)).toEqual(['Sync ./C/pb', 'Final']);
    expect(door.eventsOf('datastore-finished')).toEqual([]);
    door.post(message(3, statusesFor(second)));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it('ends with package 4 for a phone that may leave out package 5, and takes what comes of it', () => {
    const door = gateway({ profile: { omitsLastStatuses: true }, outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(message(2, [...statusesFor(first), sync()]));
    expect(outline(second).slice(2)).toEqual(['Sync ./C/pb', '  Add g1', 'Final']);
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
    expect(door.eventsOf('item-answered')).toEqual([]);
    expect(outline(door.post(message(3, [map([['g1', '1']])])))).toContain(
      'Status 3/1 Map 200 (./card, ./C/pb)',
    );
    expect(door.eventsOf('item-mapped')).toMatchObject([{ guid: 'g1', luid: '1' }]);
    expect(door.eventsOf('session-ended')).toHaveLength(1);
  });

  it('lets such a phone send its Maps in as many messages as it likes (DS-022)', () => {
    const door = gateway({ profile: { omitsLastStatuses: true }, outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(200)]));
    door.post(message(2, [...statusesFor(first), sync()]));
    expect(outline(door.post(message(3, [], { final: false })))).not.toContain('Final');
    expect(outline(door.post(message(4, [map([['g1', '1']])])))).toContain('Final');
  });

  it.each([204, 205])('%i sends ours and takes an empty Sync, or none (DS-005, DS-006, DS-107)', (code) => {
    for (const commands of [[sync()], []]) {
      const door = gateway({ outbox: { card: [add('g1')] } });
      const first = door.post(message(1, [alert(code)]));
      const second = door.post(message(2, [...statusesFor(first), ...commands]));
      expect(outline(second)).toContain('  Add g1');
      door.post(message(3, [...statusesFor(second), map([['g1', '1']])]));
      expect(door.eventsOf('datastore-finished')).toHaveLength(1);
    }
  });

  it('204 refuses changes of the phone', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(204)]));
    const second = door.post(
      message(2, [...statusesFor(first), sync([change('Add', [item('1', card('A'))])])]),
    );
    expect(outline(second)).toContain('Status 2/4 Add 403 (1)');
    expect(door.eventsOf('item-received')).toEqual([]);
  });

  it('203 that breaks off, or leaves its Sync out, is not taken for an empty phone (DS-106)', () => {
    const broken = gateway();
    const first = broken.post(message(1, [alert(203)]));
    broken.post(
      message(2, [...statusesFor(first), sync([change('Add', [item('1', card('A'))])])], { final: false }),
    );
    expect(broken.eventsOf('datastore-received')).toEqual([]);
    const silent = gateway();
    silent.post(message(1, [alert(203)]));
    silent.post(message(2, statusesFor(first)));
    expect(silent.eventsOf('datastore-received')).toEqual([]);
    expect(silent.eventsOf('datastore-finished')).toEqual([]);
    expect(silent.eventsOf('session-ended')).toMatchObject([{ reason: 'incomplete' }]);
  });
});
