import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import type { Command, Dialect, Item, Message } from './message.ts';
import { contentTypeOf, syncmlVersionOf } from './version.ts';
import { fitsXml } from './xml/write.ts';

const xml12: Dialect = {
  encoding: 'xml',
  version: '1.2',
  wbxmlVersion: 2,
  publicId: 'numeric',
  cdata: false,
};
const unencodable = expect.objectContaining({ name: 'CodecError', code: 'unencodable' }) as Error;

function messageOf(commands: readonly Command[], version = '1.2'): Message {
  return {
    header: {
      verDtd: version,
      verProto: `SyncML/${version}`,
      sessionId: '1',
      msgId: 2,
      target: { uri: 'IMEI:000000000000017' },
      source: { uri: 'http://sync.example.org/' },
      respUri: 'http://sync.example.org/s?a=1&b=2',
      meta: { maxObjSize: 9, maxMsgSize: 8 },
    },
    commands,
    final: true,
  };
}
const add = (item: Item): Command => ({ name: 'Add', cmdId: '1', items: [item] });
const octets = (text: string): Item => ({ data: { kind: 'octets', octets: new TextEncoder().encode(text) } });
const write = (message: Message, dialect: Dialect): string =>
  new TextDecoder().decode(encodeMessage(message, dialect));
const bodyOf = (command: Command, dialect: Dialect): string =>
  /<SyncBody>(.*)<Final\/>/s.exec(write(messageOf([command]), dialect))?.[1] ?? '';

describe('XML', () => {
  it('is written in DTD order, with namespaces where they begin', () => {
    expect(
      write(
        messageOf([
          {
            name: 'Status',
            cmdId: '1',
            msgRef: 1,
            cmdRef: '0',
            cmd: 'SyncHdr',
            targetRefs: [],
            sourceRefs: [],
            chal: { meta: { nextNonce: 'bm9uY2U=', type: 'syncml:auth-md5', format: 'b64' } },
            code: 407,
            items: [{ data: { kind: 'anchor', anchor: { next: '5' } } }],
          },
        ]),
        xml12,
      ),
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>' +
        '<SessionID>1</SessionID><MsgID>2</MsgID><Target><LocURI>IMEI:000000000000017</LocURI></Target>' +
        '<Source><LocURI>http://sync.example.org/</LocURI></Source><RespURI>http://sync.example.org/s?a=1&amp;b=2</RespURI>' +
        '<Meta><MaxMsgSize xmlns="syncml:metinf">8</MaxMsgSize><MaxObjSize xmlns="syncml:metinf">9</MaxObjSize></Meta></SyncHdr>' +
        '<SyncBody><Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Chal><Meta>' +
        '<Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type>' +
        '<NextNonce xmlns="syncml:metinf">bm9uY2U=</NextNonce></Meta></Chal><Data>407</Data><Item><Data>' +
        '<Anchor xmlns="syncml:metinf"><Next>5</Next></Anchor></Data></Item></Status><Final/></SyncBody></SyncML>',
    );
  });

  it('has neither a namespace on SyncML nor MaxObjSize in 1.0', () => {
    const text = write(messageOf([], '1.0'), { ...xml12, version: '1.0' });
    expect(text).toContain('?><SyncML><SyncHdr>');
    expect(text).toContain('<MaxMsgSize xmlns="syncml:metinf">8<');
    expect(text).not.toContain('MaxObjSize');
  });

  it.each([
    [false, 'a\r\nb<&>]]>', 'a&#13;\nb&lt;&amp;&gt;]]&gt;'],
    [true, 'a\r\nb<&>]]>', '<![CDATA[a]]>&#13;<![CDATA[\nb<&>]]]]><![CDATA[>]]>'],
    [true, '\r', '&#13;'],
    [true, 'plain', '<![CDATA[plain]]>'],
    [false, 'plain', 'plain'],
  ])('with cdata %s writes %j so that it survives', (cdata, text, expected) => {
    const dialect = { ...xml12, cdata };
    expect(bodyOf(add(octets(text)), dialect)).toContain(`<Data>${expected}</Data>`);
    const [command] = decodeMessage(encodeMessage(messageOf([add(octets(text))]), dialect)).message.commands;
    expect(command).toEqual(add(octets(text)));
  });

  it.each([
    ['octets that are not UTF-8', { data: { kind: 'octets', octets: Uint8Array.of(0xff) } }],
    ['a control character', octets('\u0001')],
    ['a control character in an address', { source: { uri: '\u0000' } }],
    ['half a character', { source: { uri: '\ud800' } }],
  ] as [string, Item][])('refuses %s', (_, item) => {
    for (const cdata of [true, false]) {
      expect(() => encodeMessage(messageOf([add(item)]), { ...xml12, cdata })).toThrow(unencodable);
    }
  });

  it('can be asked first', () => {
    expect(fitsXml(new TextEncoder().encode('é\r\n\t'))).toBe(true);
    expect(fitsXml(Uint8Array.of(0xe9))).toBe(false);
    expect(fitsXml(Uint8Array.of(0x0b))).toBe(false);
  });
});

describe('versions', () => {
  const rich: Item = {
    target: { uri: 't', filter: { filterType: 'INCLUSIVE' } },
    sourceParent: '1',
    targetParent: '2',
    meta: { fieldLevel: true, type: 'a' },
  };
  const sync: Command = { name: 'Sync', cmdId: '1', numberOfChanges: 4, commands: [add(rich)] };

  it.each([
    ['1.0', 'NumberOfChanges|Parent|Filter|FieldLevel', ''],
    ['1.1', 'Parent|Filter|FieldLevel', 'NumberOfChanges'],
    ['1.2', '@', 'NumberOfChanges|SourceParent|TargetParent|Filter|FieldLevel'],
  ] as const)('%s has its own elements only', (version, without, having) => {
    const text = bodyOf(sync, { ...xml12, version });
    expect(text).not.toMatch(new RegExp(without));
    for (const name of having.split('|')) expect(text).toContain(name);
  });

  it.each([
    ['Move in 1.1', { name: 'Move', cmdId: '1', items: [] }, '1.1'],
    [
      'Move inside',
      { name: 'Atomic', cmdId: '1', commands: [{ name: 'Move', cmdId: '1', items: [] }] },
      '1.0',
    ],
    ['a chunk in 1.0', { name: 'Add', cmdId: '1', items: [{ moreData: true }] }, '1.0'],
  ] as [string, Command, '1.0' | '1.1'][])('refuses %s', (_, command, version) => {
    for (const encoding of ['xml', 'wbxml'] as const) {
      expect(() => encodeMessage(messageOf([command]), { ...xml12, encoding, version })).toThrow(unencodable);
    }
  });

  it.each([
    ['1.0', '1.0'],
    ['1.1', '1.1'],
    ['1.2', '1.2'],
    ['1.0.1', '1.0'],
    ['1.2.2', '1.2'],
    [' 1.1 ', '1.1'],
    ['1.3', null],
    ['2.0', null],
    ['', null],
    ['1.20', null],
  ])('VerDTD %j is %s', (verDtd, version) => {
    expect(syncmlVersionOf(verDtd)).toBe(version);
  });
});

describe('WBXML', () => {
  const header = (dialect: Partial<Dialect>): string =>
    Buffer.from(
      encodeMessage(messageOf([]), { ...xml12, encoding: 'wbxml', ...dialect }).subarray(0, 8),
    ).toString('hex');

  it.each([
    [{}, '02a4016a006d6c71'],
    [{ wbxmlVersion: 1 }, '01a4016a006d6c71'],
    [{ version: '1.1', wbxmlVersion: 3 }, '039f536a006d6c71'],
    [{ version: '1.0' }, '029f516a006d6c71'],
    [{ version: '1.1', publicId: 'textual' }, '0200006a1d2d2f2f'],
  ] as [Partial<Dialect>, string][])('begins as the request did: %j', (dialect, expected) => {
    expect(header(dialect)).toBe(expected);
  });

  it('carries item data as OPAQUE and follows the encoding with the type of device information', () => {
    const get: Command = {
      name: 'Get',
      cmdId: '1',
      meta: { type: 'application/vnd.syncml-devinf+xml' },
      items: [],
    };
    const body = encodeMessage(messageOf([add(octets('abc')), get]), { ...xml12, encoding: 'wbxml' });
    expect(Buffer.from(body).toString('hex')).toContain('4fc30361626301');
    expect(Buffer.from(body).toString('latin1')).toContain('devinf+wbxml');
    expect(bodyOf({ ...get, meta: { type: 'application/vnd.syncml-devinf+wbxml' } }, xml12)).toContain(
      'devinf+xml<',
    );
  });

  it('refuses a version octet that is none', () => {
    expect(() => encodeMessage(messageOf([]), { ...xml12, encoding: 'wbxml', wbxmlVersion: 9 })).toThrow(
      unencodable,
    );
  });
});

it('has exact media types', () => {
  expect(contentTypeOf({ encoding: 'wbxml' })).toBe('application/vnd.syncml+wbxml');
  expect(contentTypeOf({ encoding: 'xml' })).toBe('application/vnd.syncml+xml; charset="utf-8"');
});
