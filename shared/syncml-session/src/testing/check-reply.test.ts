import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Command, SyncmlVersion } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { checkReply } from './check-reply.ts';
import { dialect } from './facts.ts';
import { gateway } from './gateway.ts';
import { alert, card, change, item, message, statusesFor, sync } from './messages.ts';

/** Package 4 and what it answers, with an XML text that a test may spoil. */
function exchange(version: SyncmlVersion, spoil: (xml: string) => string = (xml) => xml) {
  const door = gateway({ version });
  const first = door.post(message(1, [alert(200)], { version }));
  const request = numbered(version, [
    ...statusesFor(first),
    sync([change('Add', [item('5', card('Ada'))]), change('Replace', [item('6', card('Bea'))])]),
  ]);
  const xml = spoil(new TextDecoder().decode(encodeMessage(door.post(request), dialect(version))));
  return { xml, request };
}

const numbered = (version: SyncmlVersion, commands: readonly Command[]) => message(2, commands, { version });

function problems(version: SyncmlVersion, spoil?: (xml: string) => string): readonly string[] {
  const { xml, request } = exchange(version, spoil);
  return checkReply({ xml, reply: decodeMessage(new TextEncoder().encode(xml)).message, request });
}

describe('every reply of these tests is checked', () => {
  it.each(['1.0', '1.1', '1.2'] as const)(
    'a good one of %s passes (DS-010, DS-016, DS-017, DS-018, DS-021, DS-024, DS-025, DS-029, DS-031)',
    (version) => {
      expect(problems(version)).toEqual([]);
    },
  );

  it.each<[string, (xml: string) => string, string]>([
    [
      'order (DS-016)',
      (xml) => xml.replace(/(<VerDTD>.*?<\/VerDTD>)(<VerProto>.*?<\/VerProto>)/, '$2$1'),
      'SyncHdr holds VerProto VerDTD',
    ],
    [
      'missing element (DS-010)',
      (xml) => xml.replace(/<VerProto>.*?<\/VerProto>/, ''),
      'SyncHdr holds VerDTD SessionID',
    ],
    ['namespace (DS-017)', (xml) => xml.replace(' xmlns="SYNCML:SYNCML1.2"', ''), 'SyncML without'],
    ['CmdID twice (DS-018)', (xml) => xml.replace('<CmdID>2<', '<CmdID>1<'), 'CmdID “1”'],
    ['CmdID 0 (DS-018)', (xml) => xml.replace('<CmdID>2<', '<CmdID>0<'), 'CmdID “0”'],
    [
      'Final not last (DS-021)',
      (xml) => xml.replace('<Final/>', '').replace('<SyncBody>', '<SyncBody><Final/>'),
      'SyncBody holds Final',
    ],
    [
      'Data not last (DS-024)',
      (xml) =>
        xml.replace(
          '</SyncBody>',
          '<Alert><CmdID>99</CmdID><Item><Data>x</Data><Source><LocURI>1</LocURI></Source></Item></Alert></SyncBody>',
        ),
      'Item holds Data Source',
    ],
    [
      'header not first (DS-029)',
      (xml) => xml.replace('<Cmd>SyncHdr<', '<Cmd>Sync<'),
      'does not begin with the Status of the header',
    ],
    [
      'order of Statuses (DS-031)',
      (xml) =>
        xml.replace(
          /(<Status>(?:(?!<\/Status>).)*<\/Status>)(<Status>(?:(?!<\/Status>).)*<Cmd>Replace<.*?<\/Status>)/s,
          '$2$1',
        ),
      'Statuses out of order',
    ],
    ['NoResp (DS-103)', (xml) => xml.replace('</MsgID>', '</MsgID><NoResp/>'), 'NoResp'],
    [
      'FieldLevel (DS-085)',
      (xml) => xml.replace('</CmdID>', '</CmdID><Meta><FieldLevel xmlns="syncml:metinf"/></Meta>'),
      'FieldLevel',
    ],
    ['509 (DS-047)', (xml) => xml.replace('<Data>201<', '<Data>509<'), 'Status 509'],
  ])('finds: %s', (_, spoil, problem) => {
    expect(problems('1.2', spoil).join('\n')).toContain(problem);
  });

  it.each([
    ['MoreData in 1.0 (DS-025)', '1.0', '<MoreData/>', 'MoreData in 1.0'],
    ['Correlator in 1.1 (DS-025)', '1.1', '<Correlator>x</Correlator>', 'Correlator in 1.1'],
  ] as const)('finds: %s', (_, version, element, problem) => {
    const spoil = (xml: string): string => xml.replace('</SyncBody>', `${element}</SyncBody>`);
    expect(problems(version, spoil)).toContain(problem);
  });

  it('finds: 514 before 1.2 (DS-047)', () => {
    expect(problems('1.1', (xml) => xml.replace('<Data>201<', '<Data>514<'))).toContain('Status 514');
  });

  it('finds: a Status for what wants none (DS-033, DS-034)', () => {
    const { xml, request } = exchange('1.2');
    const reply = decodeMessage(new TextEncoder().encode(xml)).message;
    const silent = { ...request, header: { ...request.header, noResp: true } };
    expect(checkReply({ xml, reply, request: silent })).toContain('a Status of Add, which wants none');
  });
});

it('device information out of its order is found (DS-014)', () => {
  const get: Command = { name: 'Get', cmdId: '', items: [{ target: { uri: './devinf12' } }] };
  const request = message(1, [get, alert(200)]);
  const xml = new TextDecoder().decode(encodeMessage(gateway().post(request), dialect('1.2')));
  const spoilt = xml.replace(/(<Man>.*?<\/Man>)(<Mod>.*?<\/Mod>)/, '$2$1');
  expect(spoilt).not.toBe(xml);
  const found = checkReply({
    xml: spoilt,
    reply: decodeMessage(new TextEncoder().encode(spoilt)).message,
    request,
  });
  expect(found.join()).toContain('DevInf holds VerDTD Mod Man');
});
