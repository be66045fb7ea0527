import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import { alert, card, change, item, message, outline, statusesFor, sync } from './testing/messages.ts';

describe('sync without separate initialisation (DS-074)', () => {
  it('packages 1 and 3, 2 and 4 in one', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200), sync([change('Add', [item('1', card('A'))])])]));
    expect(outline(first)).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      'Status 1/2 Sync 200 (./card, ./C/pb)',
      'Status 1/3 Add 201 (1)',
      'Alert 200 ./C/pb',
      'Sync ./C/pb',
      'Final',
    ]);
    door.post(message(2, statusesFor(first)));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it.each([true, false])('anchors differ: nothing is taken, everything comes again (Final %s)', (final) => {
    const door = gateway();
    const changes = sync([change('Add', [item('1', card('A'))])]);
    const first = door.post(message(1, [alert(200, './card', 'client-0'), changes], { final }));
    expect(outline(first)).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 508 (./card, ./C/pb)',
      'Status 1/2 Sync 508 (./card, ./C/pb)',
      'Status 1/3 Add 508 (1)',
      'Alert 201 ./C/pb',
      ...(final ? ['Final'] : []),
    ]);
    expect(door.eventsOf('item-received')).toEqual([]);
    const second = door.post(message(2, [...statusesFor(first), changes]));
    expect(outline(second).slice(-3)).toEqual(['Status 2/4 Add 201 (1)', 'Sync ./C/pb', 'Final']);
    door.post(message(3, statusesFor(second)));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });
});
