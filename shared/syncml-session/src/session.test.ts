import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from './contract.ts';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import {
  alert,
  card,
  change,
  item,
  map,
  message,
  next,
  octets,
  outline,
  remove,
  statusesFor,
  sync,
} from './testing/messages.ts';

const add = (id: string, name = id): OutboxEntry => ({
  id: `out-${id}`,
  command: 'add',
  guid: id,
  luid: null,
  contentType: 'text/x-vcard',
  data: octets(card(name)),
});
const replace = (luid: string): OutboxEntry => ({ ...add(`r${luid}`), command: 'replace', guid: null, luid });
const erase = (luid: string): OutboxEntry => ({
  id: `out-d${luid}`,
  command: 'delete',
  guid: null,
  luid,
  contentType: null,
  data: null,
});

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
