import { describe, expect, it } from 'vitest';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import { alert, card, change, item, message, next, outline, statusesFor, sync } from './testing/messages.ts';
import { add } from './testing/outbox.ts';

describe('several datastores', () => {
  it('each with a type of its own, and unknown ones refused without harm (DS-066, DS-075, DS-076)', () => {
    const door = gateway({
      datastores: [datastore('card'), datastore('cal'), datastore('task', { readOnly: true })],
      outbox: { cal: [{ ...add('e1'), contentType: 'text/x-vcalendar' }] },
    });
    const first = door.post(
      message(1, [
        alert(202),
        alert(200, './calendar', 'client-0', './C/cal'),
        alert(200, './bookmarks', 'client-1', './C/bm'),
        alert(200, './note', 'client-1', './C/note'),
        alert(203, './tasks', 'client-1', './C/todo'),
        alert(150),
      ]),
    );
    expect(outline(first)).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 200 (./card, ./C/pb)',
      'Status 1/2 Alert 508 (./calendar, ./C/cal)',
      'Status 1/3 Alert 404 (./bookmarks, ./C/bm)',
      'Status 1/4 Alert 404 (./note, ./C/note)',
      'Status 1/5 Alert 403 (./tasks, ./C/todo)',
      'Status 1/6 Alert 406 (./card, ./C/pb)',
      'Alert 202 ./C/pb',
      'Alert 201 ./C/cal',
      'Final',
    ]);
    const second = door.post(
      message(2, [
        ...statusesFor(first),
        sync([change('Add', [item('1', card('A'))])]),
        sync([], './calendar', './C/cal'),
        sync([change('Add', [item('1', card('A'))])], './tasks', './C/todo'),
        sync([], './bookmarks', './C/bm'),
      ]),
    );
    expect(outline(second)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/4 Sync 200 (./card, ./C/pb)',
      'Status 2/5 Add 201 (1)',
      'Status 2/6 Sync 200 (./calendar, ./C/cal)',
      'Status 2/7 Sync 403 (./tasks, ./C/todo)',
      'Status 2/8 Add 403 (1)',
      'Status 2/9 Sync 404 (./bookmarks, ./C/bm)',
      'Sync ./C/cal',
      '  Add e1',
      'Final',
    ]);
    expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['card']);
    door.post(message(3, statusesFor(second)));
    expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['card', 'cal']);
  });

  it('ends after package 2 when none could be opened', () => {
    const door = gateway();
    expect(outline(door.post(message(1, [alert(200, './mail')])))).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Alert 404 (./mail, ./C/pb)',
      'Final',
    ]);
    expect(door.eventsOf('session-ended')).toMatchObject([{ reason: 'no datastore' }]);
    expect(outline(door.post(message(2, [])))).toEqual(['Status 2/0 SyncHdr 200', 'Final']);
  });

  it('does not finish one whose Sync the phone refused', () => {
    const door = gateway({ outbox: { card: [add('g1')] } });
    const first = door.post(message(1, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    const second = door.post(message(2, [...statusesFor(first), sync(), sync([], 'cal', 'cal')]));
    const refused = statusesFor(second).map((status, at) => (at === 1 ? { ...status, code: 510 } : status));
    expect(refused[1]?.cmd).toBe('Sync');
    door.post(message(3, refused));
    expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['cal']);
    expect(door.eventsOf('session-ended')).toMatchObject([{ reason: 'incomplete' }]);
  });
});

describe('waiting for the cloud', () => {
  it('goes on until the outbox is ready (DS-125, DS-126)', () => {
    const door = gateway({ outbox: { card: [add('g1')] }, slow: 2 });
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(
      message(2, [...statusesFor(first), sync([change('Add', [item('1', card('A'))])])]),
    );
    expect(outline(second).slice(1)).toEqual([
      'Status 2/3 Sync 200 (./card, ./C/pb)',
      'Status 2/4 Add 201 (1)',
      'Alert 222',
    ]);
    expect(door.status()).toMatchObject({ awaitingOutbox: ['card'], sending: ['card'], ended: false });
    const third = door.post(message(3, [...statusesFor(second), next()], { final: false }));
    expect(outline(third)).toEqual(['Status 3/0 SyncHdr 200', 'Status 3/3 Alert 200', 'Alert 222']);
    // SyncEvolution sends nothing but the header's Status.
    const fourth = door.post(message(4, statusesFor(third).slice(0, 1), { final: false }));
    expect(outline(fourth)).toEqual(['Status 4/0 SyncHdr 200', 'Sync ./C/pb', '  Add g1', 'Final']);
  });
});
