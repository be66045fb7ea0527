import { serverDevInf } from '@anchorage/devices';
import { datastoreNames } from '@anchorage/model';
import type { DatastoreName } from '@anchorage/model';
import { encodeMessage } from '@anchorage/syncml-codec';
import type { Command, DevInf } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { datastore, dialect, profile, server } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import { alert, message, outline, statusesFor, sync } from './testing/messages.ts';

const get = (uri: string): Command => ({
  name: 'Get',
  cmdId: '',
  meta: { type: 'application/vnd.syncml-devinf+xml' },
  items: [{ target: { uri } }],
});
const devInf: DevInf = {
  ...serverDevInf({ version: '1.2', server, ctCaps: false, filters: false, datastores: [] }),
  devId: 'IMEI:000000000000001',
  datastores: [
    {
      sourceRef: './C/pb',
      maxGuidSize: 8,
      rxPref: { type: 'text/x-vcard', version: '2.1' },
      rx: [],
      txPref: { type: 'text/x-vcard', version: '2.1' },
      tx: [],
      ctCaps: [],
      syncTypes: [1, 2],
    },
  ],
};
const put: Command = {
  name: 'Put',
  cmdId: '',
  meta: { type: 'application/vnd.syncml-devinf+xml' },
  items: [{ source: { uri: './devinf12' }, data: { kind: 'devinf', devinf: devInf } }],
};

describe('device information', () => {
  it.each([
    ['./devinf12', '1.2'],
    ['./devinf11', '1.1'],
    ['devinf10', '1.0'],
    ['./DevInf12', '1.2'],
  ])('answers Get %s with Results (DS-063, DS-077)', (uri, version) => {
    const reply = gateway().post(message(1, [get(uri), alert(200, './Contacts?all')]));
    expect(outline(reply)).toEqual([
      'Status 1/0 SyncHdr 212',
      `Status 1/1 Get 200 (${uri})`,
      'Status 1/2 Alert 200 (./Contacts?all, ./C/pb)',
      'Results',
      'Alert 200 ./C/pb',
      'Final',
    ]);
    const results = reply.commands.find((command) => command.name === 'Results');
    expect(results).toMatchObject({ msgRef: 1, cmdRef: '1', items: [{ source: { uri } }] });
    const data = results?.items[0]?.data;
    if (data?.kind !== 'devinf') throw new Error('a DevInf expected');
    expect(data.devinf.verDtd).toBe(version);
    // The phone's own spelling, and only datastores this device has.
    expect(data.devinf.datastores.map((one) => one.sourceRef)).toEqual(['./Contacts?all', 'cal']);
    expect(data.devinf.datastores.every((one) => one.maxGuidSize === undefined)).toBe(true);
  });

  it.each(['1.0', '1.1', '1.2'] as const)(
    'is sent with all a server has to say in %s (DS-014)',
    (version) => {
      const reply = gateway({ version }).post(
        message(1, [get(`./devinf${version.replace('.', '')}`), alert(200)], { version }),
      );
      // That it stands in the order of the document type is checked with every reply.
      const xml = new TextDecoder().decode(encodeMessage(reply, dialect(version)));
      const sent = new Set(
        [...(/<DevInf[\s\S]*<\/DevInf>/.exec(xml)?.[0] ?? '').matchAll(/<([\w-]+)/g)].map(([, name]) => name),
      );
      const everywhere = 'VerDTD Man Mod FwV SwV HwV DevID DevTyp DataStore SourceRef DisplayName';
      const formats = 'Rx-Pref Rx Tx-Pref Tx CTType VerCT SyncCap SyncType CTCap PropName ValEnum';
      const later = version === '1.0' ? [] : ['UTC', 'SupportLargeObjs', 'SupportNumberOfChanges'];
      const nested = version === '1.2' ? ['Property'] : [];
      for (const name of [...`${everywhere} ${formats}`.split(' '), ...later, ...nested]) {
        expect([...sent], name).toContain(name);
      }
      // Never from a server (Device Information 1.2, 5.3.18), or too much for some phones: see `serverDevInf`.
      for (const name of ['MaxGUIDSize', 'DSMem', 'PropParam', 'ParamName'])
        expect(sent.has(name), name).toBe(false);
    },
  );

  it.each([
    ['./mail', 404],
    ['', 412],
  ])('refuses Get %s', (uri, status) => {
    const lines = outline(gateway().post(message(1, [get(uri), alert(200)])));
    expect(lines[1]).toMatch(new RegExp(`^Status 1/1 Get ${String(status)}`));
    expect(lines).not.toContain('Results');
  });

  it('shortens itself for a phone with little room, down to nothing', () => {
    const datastores = [datastore('card'), datastore('cal'), datastore('task'), datastore('note')];
    for (const [maxMsgSize, listed] of [
      [10_000, 4],
      [4_000, 4],
      [2_500, 1],
      [1_500, 0],
    ] as const) {
      const door = gateway({ datastores });
      let reply = door.post(message(1, [get('./devinf12'), alert(200)], { maxMsgSize }));
      const seen = [...reply.commands];
      for (let msgId = 2; !reply.final && msgId < 9; msgId += 1) {
        reply = door.post(message(msgId, statusesFor(reply), { final: false }));
        seen.push(...reply.commands);
      }
      expect(reply.final).toBe(true);
      const data = seen.find((command) => command.name === 'Results')?.items[0]?.data;
      expect(data?.kind === 'devinf' ? data.devinf.datastores.length : 0).toBe(listed);
    }
  });

  it.each([
    ['what it has itself, and what it asks for', [], ['card', 'cal']],
    ['its calendar alone, where its tasks are in there', ['task'], ['card', 'cal']],
    ['all of it, before it has told', null, ['card', 'cal', 'task', 'note']],
  ] as const)('shows a phone %s', (_, within, names) => {
    const known = profile().datastores;
    const here = (name: DatastoreName) => {
      const plain = known[name];
      if (plain === undefined) throw new TypeError(name);
      if (within === null) return plain;
      const own = name === 'card' || within.some((one) => one === name);
      const host = within.some((one) => one === name) ? { within: 'cal' as const } : {};
      return { ...plain, source: own ? `./${name}` : null, ...host };
    };
    const datastores = Object.fromEntries(datastoreNames.map((name) => [name, here(name)]));
    const reply = gateway({
      profile: { datastores },
      datastores: datastoreNames.map((name) => datastore(name)),
    }).post(message(1, [get('./devinf12'), alert(200, './cal', './C/cal')]));
    const data = reply.commands.find((command) => command.name === 'Results')?.items[0]?.data;
    expect(
      data?.kind === 'devinf' ? data.devinf.datastores.map(({ displayName }) => displayName) : [],
    ).toEqual(names);
  });

  it('takes a Put (DS-064), and asks no more', () => {
    const door = gateway({ devInfKnown: false });
    expect(outline(door.post(message(1, [put, alert(200)])))).toEqual([
      'Status 1/0 SyncHdr 212',
      'Status 1/1 Put 200 (./devinf12)',
      'Status 1/2 Alert 200 (./card, ./C/pb)',
      'Alert 200 ./C/pb',
      'Final',
    ]);
    expect(door.eventsOf('device-info')[0]?.devInf).toMatchObject({ devId: 'IMEI:000000000000001' });
  });

  it('asks a phone it does not know (DS-065), and takes its Results', () => {
    const door = gateway({ devInfKnown: false });
    const first = door.post(message(1, [alert(200)]));
    expect(outline(first).slice(-3)).toEqual(['Alert 200 ./C/pb', 'Get', 'Final']);
    const second = door.post(
      message(2, [
        ...statusesFor(first),
        {
          name: 'Results',
          cmdId: '',
          msgRef: 1,
          cmdRef: '4',
          items: [{ source: { uri: './devinf12' }, data: { kind: 'devinf', devinf: devInf } }],
        },
        sync(),
      ]),
    );
    expect(outline(second)).toContain('Status 2/4 Results 200 (./devinf12)');
    expect(door.eventsOf('device-info')).toHaveLength(1);
    expect(second.commands.some((command) => command.name === 'Get')).toBe(false);
  });

  it('does without when the phone never answers', () => {
    const door = gateway({ devInfKnown: false });
    const first = door.post(message(1, [alert(200)]));
    const second = door.post(message(2, [...statusesFor(first, { Get: 404 }), sync()]));
    door.post(message(3, statusesFor(second)));
    expect(door.eventsOf('datastore-finished')).toHaveLength(1);
  });

  it('answers no more than three Gets at a time', () => {
    const gets = Array.from({ length: 5 }, () => get('./devinf12'));
    const lines = outline(
      gateway({ profile: { defaultMaxMsgSize: { xml: 60_000, wbxml: 5_000 } } }).post(message(1, gets)),
    );
    expect(lines.filter((line) => line === 'Results')).toHaveLength(3);
    expect(lines.filter((line) => line.includes('Get 417'))).toHaveLength(2);
  });

  it('refuses any other Put', () => {
    const other: Command = {
      name: 'Put',
      cmdId: '',
      items: [{ source: { uri: './x' }, data: { kind: 'octets', octets: new Uint8Array([65]) } }],
    };
    expect(outline(gateway().post(message(1, [other, alert(200)])))[1]).toBe('Status 1/1 Put 406 (./x)');
  });
});
