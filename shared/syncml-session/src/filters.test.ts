import { describe, expect, it } from 'vitest';
import { datastore } from './testing/facts.ts';
import { gateway } from './testing/gateway.ts';
import { alert, message, octets, outline, text } from './testing/messages.ts';

describe('a filter in an Alert', () => {
  it.each([
    ['unknown FilterType (DS-150)', { filterType: 'X' }, 406, 'FilterType'],
    [
      'Record about what is no part of a contact (DS-045)',
      { meta: { type: 'text/x-vcard' }, record: { data: { kind: 'octets', octets: octets('UNSEEN&EQ;1') } } },
      406,
      'UNSEEN',
    ],
    [
      'Record that does not parse (DS-155)',
      { meta: { type: 'text/x-vcard' }, record: { data: { kind: 'octets', octets: octets('(N&EQ;A') } } },
      422,
      null,
    ],
    [
      'Record',
      { meta: { type: 'text/x-vcard' }, record: { data: { kind: 'octets', octets: octets('N&EQ;A') } } },
      200,
      null,
    ],
    [
      'Field without properties',
      { meta: { type: 'text/x-vcard' }, field: { data: { kind: 'octets', octets: octets('x') } } },
      406,
      'Field',
    ],
    ['neither (DS-149)', { meta: { type: 'text/x-vcard' }, filterType: 'INCLUSIVE' }, 200, null],
  ] as const)('a filter with %s', (_, filter, status, feature) => {
    const door = gateway();
    const command = {
      ...alert(200),
      items: alert(200).items.map((it) => ({ ...it, target: { uri: './card', filter } })),
    };
    const reply = door.post(message(1, [command]));
    expect(outline(reply)[1]).toBe(`Status 1/1 Alert ${String(status)} (./card, ./C/pb)`);
    const named = reply.commands[1]?.name === 'Status' ? reply.commands[1].items[0]?.data : undefined;
    expect(named?.kind === 'octets' ? text(named.octets) : null).toBe(feature);
    const opened = door.eventsOf('datastore-opened');
    expect(opened).toHaveLength(status === 200 ? 1 : 0);
    expect(opened.every((event) => (event.filter !== undefined) === 'record' in filter)).toBe(true);
  });

  it('hands out what an Alert asks for by Filter and by name, in the words of the cloud side', () => {
    const door = gateway({ datastores: [datastore('cal', { window: { back: 7, forward: null } })] });
    const [plain] = alert(200).items;
    const filter = { record: { data: { kind: 'octets' as const, octets: octets('GROUP&EQ;Work') } } };
    const target = { uri: './cal/fi(SUMMARY&CON;roof)', filter };
    const reply = door.post(message(1, [{ ...alert(200), items: [{ ...plain, target }] }]));
    expect(outline(reply)[1]).toBe('Status 1/1 Alert 200 (./cal/fi(SUMMARY&CON;roof), ./C/pb)');
    const about = { kind: 'value', ignoreCase: false } as const;
    expect(door.eventsOf('datastore-opened')).toMatchObject([
      {
        datastore: 'cal',
        filter: {
          fields: null,
          records: [
            {
              type: 'EXCLUSIVE',
              condition: { ...about, property: 'CATEGORIES', operator: 'EQ', value: 'Work' },
            },
            {
              type: 'EXCLUSIVE',
              condition: { ...about, property: 'SUMMARY', operator: 'CON', value: 'roof' },
            },
            { type: 'EXCLUSIVE', condition: { kind: 'window', before: null } },
          ],
        },
      },
    ]);
  });
});
