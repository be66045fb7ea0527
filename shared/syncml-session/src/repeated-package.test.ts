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
import { add, replace } from './testing/outbox.ts';

describe('package 3 under a new MsgID, its reply having got lost', () => {
  const theirs = sync([change('Add', [item('1', card('A'))]), remove(['2'])]);

  it.each([0, 1])('begins package 4 anew (%i replies that only said "go on")', (slow) => {
    const door = gateway({ outbox: { card: [add('g1'), replace('5')] }, slow });
    const first = door.post(message(1, [alert(200)]));
    door.post(message(2, [...statusesFor(first), theirs]));
    expect(door.eventsOf('item-sent')).toHaveLength(slow === 0 ? 2 : 0);
    const again = door.post(message(3, [...statusesFor(first), theirs]));
    expect(outline(again)).toEqual([
      'Status 3/0 SyncHdr 200',
      'Status 3/3 Sync 200 (./card, ./C/pb)',
      'Status 3/4 Add 201 (1)',
      'Status 3/5 Delete 211 (2)',
      'Sync ./C/pb',
      '  Add g1',
      '  Replace 5',
      'Final',
    ]);
    const last = door.post(message(4, [...statusesFor(again), map([['g1', '9']])]));
    expect(outline(last).at(-1)).toBe('Final');
    expect(door.eventsOf('item-received')).toHaveLength(4);
    expect(door.eventsOf('datastore-received')).toHaveLength(2);
    expect(door.eventsOf('item-answered').map(({ outboxId, status }) => [outboxId, status])).toEqual([
      ['out-g1', 201],
      ['out-r5', 200],
    ]);
    expect(door.eventsOf('session-ended')).toMatchObject([{ outcome: 'finished', reason: 'complete' }]);
  });

  it('comes from its last message on, over several messages', () => {
    const door = gateway({ outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(message(2, [...statusesFor(first), theirs], { final: false }));
    const more = sync([change('Add', [item('3', card('C'))])]);
    door.post(message(3, [...statusesFor(second), more]));
    const part = door.post(message(4, [...statusesFor(second), more], { final: false }));
    expect(outline(part)).toContain('Alert 222');
    expect(outline(part)).not.toContain('  Add g1');
    const whole = door.post(
      message(5, [...statusesFor(part), sync([change('Add', [item('4', card('D'))])])]),
    );
    expect(outline(whole)).toContain('  Add g1');
    expect(door.eventsOf('item-unsent')).toEqual([{ kind: 'item-unsent', outboxId: 'out-g1' }]);
  });

  it('is taken once more after a one-way sync has ended', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(202)]));
    door.post(message(2, [...statusesFor(first), theirs]));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
    const again = door.post(message(3, [...statusesFor(first), theirs]));
    expect(outline(again)).toContain('Status 3/4 Add 201 (1)');
    expect(outline(again).at(-1)).toBe('Final');
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
    expect(door.eventsOf('session-ended')).toHaveLength(1);
  });

  it('leaves a one-way datastore finished beside another that begins again', () => {
    const door = gateway({ outbox: { cal: [] } });
    const first = door.post(message(1, [alert(202), alert(200, 'cal', 'client-1', 'cal')]));
    const both = [theirs, sync([], 'cal', 'cal')];
    door.post(message(2, [...statusesFor(first), ...both]));
    const again = door.post(message(3, [...statusesFor(first), ...both]));
    door.post(message(4, statusesFor(again)));
    expect(door.eventsOf('datastore-finished').map(({ datastore: name }) => name)).toEqual(['card', 'cal']);
    expect(door.eventsOf('session-ended')).toMatchObject([{ reason: 'complete' }]);
  });
});
