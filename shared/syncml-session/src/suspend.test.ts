import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import { alert, card, change, item, message, outline, statusesFor, sync } from './testing/messages.ts';

describe('suspend and resume', () => {
  it('224 ends the session, nothing is finished (DS-141)', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200)]));
    const reply = door.post(
      message(2, [
        ...statusesFor(first),
        sync([change('Add', [item('1', card('A'))])]),
        { ...alert(224), items: [] },
        sync([change('Add', [item('2', card('B'))])]),
      ]),
    );
    expect(outline(reply)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Status 2/5 Alert 200',
      'Status 2/6 Sync 514 (./card, ./C/pb)',
      'Status 2/7 Add 514 (2)',
      'Final',
    ]);
    expect(door.eventsOf('item-received')).toHaveLength(1);
    expect(door.eventsOf('session-ended')).toMatchObject([{ outcome: 'aborted' }]);
    expect(door.eventsOf('datastore-finished')).toEqual([]);
  });

  it.each(['1.0', '1.1'] as const)('224 and 225 are unknown to %s (DS-144)', (version) => {
    const door = gateway({ version });
    const reply = door.post(message(1, [alert(225), { ...alert(224), items: [] }, alert(200)], { version }));
    expect(outline(reply).slice(1, 4)).toEqual([
      'Status 1/1 Alert 406 (./card, ./C/pb)',
      'Status 1/2 Alert 406',
      'Status 1/3 Alert 200 (./card, ./C/pb)',
    ]);
  });
});
