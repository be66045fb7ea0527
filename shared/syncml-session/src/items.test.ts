import type { Command } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { gateway } from './testing/gateway.ts';
import type { GatewayOptions } from './testing/gateway.ts';
import {
  alert,
  card,
  change,
  item,
  message,
  octets,
  outline,
  remove,
  statusesFor,
  sync,
  text,
} from './testing/messages.ts';

/** Package 3 with `commands` in a Sync; the reply without the Statuses for header and Sync. */
function exchange(
  commands: readonly Command[],
  options: GatewayOptions & { type?: number; noResp?: boolean } = {},
) {
  const door = gateway(options);
  const version = options.version ?? '1.2';
  door.post(message(1, [alert(options.type ?? 200)], { version }));
  const reply = door.post(
    message(2, [sync(commands)], {
      version,
      ...(options.noResp === undefined ? {} : { noResp: options.noResp }),
    }),
  );
  const lines = outline(reply).slice(2);
  return { door, lines: lines.filter((line) => line.startsWith('Status')), reply };
}

describe('changes of the phone', () => {
  it.each<[string, Command, readonly string[]]>([
    ['Add (DS-088)', change('Add', [item('2', card('A'))]), ['Status 2/2 Add 201 (2)']],
    ['Replace (DS-089)', change('Replace', [item('1', card('A'))]), ['Status 2/2 Replace 200 (1)']],
    [
      'Replace of an unknown item (DS-090)',
      change('Replace', [item('8', card('A'))]),
      ['Status 2/2 Replace 201 (8)'],
    ],
    ['Delete (DS-091)', remove(['1']), ['Status 2/2 Delete 200 (1)']],
    ['Delete of an unknown item (DS-092)', remove(['8']), ['Status 2/2 Delete 211 (8)']],
    [
      'several Items, a Status each (DS-037, DS-093)',
      change('Replace', [item('1', card('A')), item('2', card('B')), item('')]),
      ['Status 2/2 Replace 200 (1)', 'Status 2/2 Replace 201 (2)', 'Status 2/2 Replace 412'],
    ],
    ['no LUID', change('Add', [item('', card('A'))]), ['Status 2/2 Add 412']],
    ['no item', change('Add', []), ['Status 2/2 Add 412']],
    ['no data', change('Add', [item('1')]), ['Status 2/2 Add 412 (1)']],
    [
      'a LUID of 2000 characters',
      remove(['x'.repeat(2_000)]),
      [`Status 2/2 Delete 414 (${'x'.repeat(2_000)})`],
    ],
    ['an unknown Type (DS-115)', change('Add', [item('1', 'x')], 'text/foo'), ['Status 2/2 Add 415 (1)']],
    ['text that is a vCard', change('Add', [item('1', card('A'))], 'text/plain'), ['Status 2/2 Add 201 (1)']],
    ['text that is none', change('Add', [item('1', 'hello')], 'text/plain'), ['Status 2/2 Add 415 (1)']],
    [
      'a Type with parameters',
      change('Add', [item('1', card('A'))], 'Text/X-VCard; charset=utf-8'),
      ['Status 2/2 Add 201 (1)'],
    ],
    ['SftDel (DS-113)', remove(['1'], { sftDel: true }), ['Status 2/2 Delete 406 (1)']],
    ['Archive (DS-112)', remove(['1'], { archive: true }), ['Status 2/2 Delete 210 (1)']],
    ['Archive of an unknown item', remove(['8'], { archive: true }), ['Status 2/2 Delete 211 (8)']],
    ['Add of a known LUID (DS-120)', change('Add', [item('1', card('A'))]), ['Status 2/2 Add 201 (1)']],
    ['Copy (DS-119)', { name: 'Copy', cmdId: '', items: [item('1')] }, ['Status 2/2 Copy 406 (1)']],
    ['Move (DS-119)', { name: 'Move', cmdId: '', items: [item('1')] }, ['Status 2/2 Move 406 (1)']],
    [
      'Atomic (DS-117)',
      { name: 'Atomic', cmdId: '', commands: [remove(['1']), change('Add', [item('2', card('A'))])] },
      ['Status 2/2 Atomic 406', 'Status 2/3 Delete 406 (1)', 'Status 2/4 Add 406 (2)'],
    ],
    [
      'Sequence (DS-116)',
      { name: 'Sequence', cmdId: '', commands: [remove(['1']), change('Add', [item('1', card('A'))])] },
      ['Status 2/2 Sequence 200', 'Status 2/3 Delete 200 (1)', 'Status 2/4 Add 201 (1)'],
    ],
  ])('%s', (_, command, lines) => {
    expect(
      exchange([command], {
        known: { card: ['1'] },
        profile: { defaultMaxMsgSize: { xml: 30_000, wbxml: 5_000 } },
      }).lines,
    ).toEqual(lines);
  });

  it('lets the Status of a Sync speak for what was taken, to a phone that stands no others', () => {
    const { lines, door } = exchange(
      [
        change('Add', [item('2', card('A')), item('')]),
        change('Replace', [item('1', card('A'))]),
        remove(['9']),
      ],
      { profile: { oneStatusPerSync: true } },
    );
    expect(lines).toEqual(['Status 2/2 Add 412']);
    expect(door.eventsOf('item-received')).toHaveLength(3);
    const begun = change('Add', [item('3', 'BEGIN', { meta: { size: 90 }, moreData: true })]);
    expect(exchange([begun], { profile: { oneStatusPerSync: true } }).lines).toEqual([
      'Status 2/2 Add 213 (3)',
    ]);
  });

  it.each([201, 203])('no Delete in Alert %i', (type) => {
    const { door, lines } = exchange([remove(['1'])], { type, known: { card: ['1'] } });
    expect(lines.slice(0, 1)).toEqual(['Status 2/2 Delete 403 (1)']);
    expect(door.eventsOf('item-received')).toEqual([]);
  });

  it('refuses changes outside a Sync, and what nobody does, without breaking the session (DS-118)', () => {
    const door = gateway();
    door.post(message(1, [alert(200)]));
    const reply = door.post(
      message(2, [
        remove(['1']),
        { name: 'Exec', cmdId: '', items: [item('x')] },
        {
          name: 'Search',
          cmdId: '',
          sources: [{ uri: './card' }],
          meta: { type: 'x' },
          data: { kind: 'octets', octets: octets('x') },
        },
        sync(),
      ]),
    );
    expect(outline(reply).slice(1)).toEqual([
      'Status 2/1 Delete 405 (1)',
      'Status 2/2 Exec 501 (x)',
      'Status 2/3 Search 501',
      'Status 2/4 Sync 200 (./card, ./C/pb)',
      'Sync ./C/pb',
      'Final',
    ]);
  });

  it('inherits Meta element by element (DS-026)', () => {
    const whole = {
      ...sync([{ name: 'Add', cmdId: '', items: [item('1', btoa(card('A')), { meta: { size: 5 } })] }]),
      meta: { type: 'text/x-vcard', format: 'b64' },
    };
    const door = gateway();
    door.post(message(1, [alert(200)]));
    door.post(message(2, [whole]));
    const [event] = door.eventsOf('item-received');
    expect(event?.contentType).toBe('text/x-vcard');
    expect(text(event?.data)).toBe(card('A'));
  });

  it.each([
    ['b64', btoa(card('A')), 201],
    ['b64', '%%%', 400],
    ['int', '5', 415],
  ])('Format %s', (format, data, status) => {
    expect(exchange([change('Add', [item('1', data, { meta: { format } })])]).lines).toEqual([
      `Status 2/2 Add ${String(status)} (1)`,
    ]);
  });

  it('gives no Status where none is wanted (DS-033, DS-034)', () => {
    const { lines } = exchange([
      { name: 'Delete', cmdId: '', noResp: true, items: [item('1')] },
      remove(['2']),
    ]);
    expect(lines).toEqual(['Status 2/3 Delete 211 (2)']);
    const quiet = exchange([remove(['1'])], { noResp: true });
    expect(outline(quiet.reply)).toEqual(['Status 2/0 SyncHdr 200', 'Sync ./C/pb', 'Final']);
    expect(quiet.door.eventsOf('item-received')).toHaveLength(1);
  });

  it('answers a Sync apart from what is in it (DS-039)', () => {
    const { reply } = exchange([change('Add', [item('1', 'x')], 'text/foo'), remove(['8'])]);
    expect(outline(reply).slice(1, 4)).toEqual([
      'Status 2/1 Sync 200 (./card, ./C/pb)',
      'Status 2/2 Add 415 (1)',
      'Status 2/3 Delete 211 (8)',
    ]);
  });

  it('sends no later code to earlier phones (DS-025, DS-047)', () => {
    const door = gateway({ version: '1.1' });
    door.post(message(1, [alert(200)], { version: '1.1' }));
    const reply = door.post(
      message(
        2,
        [
          {
            name: 'Status',
            cmdId: '',
            msgRef: 1,
            cmdRef: '0',
            cmd: 'SyncHdr',
            targetRefs: [],
            sourceRefs: [],
            code: 512,
            items: [],
          },
          sync(),
        ],
        { version: '1.1' },
      ),
    );
    expect(outline(reply)).toEqual([
      'Status 2/0 SyncHdr 200',
      'Status 2/2 Sync 512 (./card, ./C/pb)',
      'Final',
    ]);
    expect(door.eventsOf('session-ended')).toMatchObject([{ outcome: 'aborted' }]);
  });

  it('takes nothing after its package: the datastore is left unfinished', () => {
    const door = gateway();
    const first = door.post(message(1, [alert(200), alert(200, 'cal', 'client-1', 'cal')]));
    const second = door.post(message(2, [...statusesFor(first), sync(), sync([], 'cal', 'cal')]));
    const third = door.post(
      message(3, [
        ...statusesFor(second),
        sync([change('Add', [item('1', card('A'))])]),
        sync([], 'cal', 'cal'),
      ]),
    );
    expect(outline(third).slice(1, 4)).toEqual([
      'Status 3/4 Sync 200 (./card, ./C/pb)',
      'Status 3/5 Add 403 (1)',
      'Status 3/6 Sync 200 (cal, cal)',
    ]);
    expect(door.eventsOf('datastore-finished').map((event) => event.datastore)).toEqual(['cal']);
  });
});
