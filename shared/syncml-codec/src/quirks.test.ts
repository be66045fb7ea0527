/** What phones get wrong and are understood all the same, and what nobody may get wrong. */
import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import type { Command } from './message.ts';
import { itemOf, only } from './testing/only.ts';
import { octetsOf, xmlMessage } from './testing/vectors.ts';

describe('XML', () => {
  const plain =
    '<SyncHdr><VerDTD>1.1</VerDTD><VerProto>SyncML/1.1</VerProto><SessionID>7</SessionID><MsgID>1</MsgID></SyncHdr><SyncBody/>';

  it.each([
    ['no namespace', `<SyncML>${plain}</SyncML>`],
    ['a namespace in another case', `<SyncML xmlns='syncml:syncml'>${plain}</SyncML>`],
    ['a byte order mark', `\ufeff<SyncML>${plain}</SyncML>`],
    ['white space in front and behind', `\r\n <SyncML>${plain}</SyncML>\n`],
    ['a declaration', `<?xml version="1.0" encoding="utf-8"?><SyncML>${plain}</SyncML>`],
    [
      'a DOCTYPE',
      `<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" "http://example.org/x.dtd"><SyncML>${plain}</SyncML>`,
    ],
    ['comments and instructions', `<!-- a --><SyncML><!-- <x> -->${plain}<?x y?></SyncML><!-- b -->`],
    ['any order', `<SyncML><SyncBody/>${plain.replace('<SyncBody/>', '')}</SyncML>`],
    [
      'a prefix',
      `<s:SyncML xmlns:s="SYNCML:SYNCML1.1">${plain.replace(/<(\/?)(\w+)/g, '<$1s:$2')}</s:SyncML>`,
    ],
    ['white space around numbers', `<SyncML>${plain.replace('<MsgID>1<', '<MsgID>\n 1 <')}</SyncML>`],
  ])('is read with %s (DS-023, DS-027)', (_, xml) => {
    const { message, dialect } = decodeMessage(octetsOf(xml));
    expect(message.header).toMatchObject({ verDtd: '1.1', sessionId: '7', msgId: 1, source: { uri: '' } });
    expect(dialect).toMatchObject({ encoding: 'xml', version: '1.1' });
  });

  const rejected: [string, string, string][] = [
    ['nothing', '', 'malformed'],
    ['another document', '<html/>', 'not-syncml'],
    ['neither encoding', 'POST /sync', 'not-syncml'],
    ['a second root', `<SyncML>${plain}</SyncML><a/>`, 'malformed'],
    ['junk behind', `<SyncML>${plain}</SyncML>junk`, 'malformed'],
    ['a tag that is not closed', `<SyncML>${plain}`, 'malformed'],
    ['tags that cross', `<SyncML><a><b></a></b>${plain}</SyncML>`, 'malformed'],
    ['a raw ampersand', `<SyncML>${plain}<a>&</a></SyncML>`, 'malformed'],
    ['an unknown entity', `<SyncML>${plain}<a>&nbsp;</a></SyncML>`, 'malformed'],
    ['an unknown entity in an attribute', `<SyncML a="&x;">${plain}</SyncML>`, 'malformed'],
    ['a control character by number in an attribute', `<SyncML a="&#1;">${plain}</SyncML>`, 'malformed'],
    ['an attribute twice', `<SyncML a="1" a="2">${plain}</SyncML>`, 'malformed'],
    ['< in an attribute', `<SyncML a="<">${plain}</SyncML>`, 'malformed'],
    ['a control character', `<SyncML>${plain}<a>\u0001</a></SyncML>`, 'malformed'],
    ['a control character in CDATA', `<SyncML>${plain}<a><![CDATA[\u0000]]></a></SyncML>`, 'malformed'],
    ['a control character by number', `<SyncML>${plain}<a>&#8;</a></SyncML>`, 'malformed'],
    ['a surrogate by number', `<SyncML>${plain}<a>&#xd800;</a></SyncML>`, 'malformed'],
    ['a number beyond Unicode', `<SyncML>${plain}<a>&#x110000;</a></SyncML>`, 'malformed'],
    ['an internal subset', `<!DOCTYPE SyncML [<!ENTITY a "b">]><SyncML>${plain}</SyncML>`, 'malformed'],
    ['a DOCTYPE inside', `<SyncML><!DOCTYPE a>${plain}</SyncML>`, 'malformed'],
    ['a name that is a trap', `<SyncML>${plain}<__proto__/></SyncML>`, 'malformed'],
    ['CDATA that does not end', `<SyncML>${plain}<a><![CDATA[</a></SyncML>`, 'malformed'],
    ['attributes without end', `<SyncML${' a="b"'.repeat(200_000)}`, 'malformed'],
    [
      'hundreds of attributes',
      `<SyncML${Array.from({ length: 100 }, (_, n) => ` a${n}=""`).join('')}>${plain}</SyncML>`,
      'malformed',
    ],
    ['a DOCTYPE without end', `<!DOCTYPE a${' "x"'.repeat(200_000)}`, 'malformed'],
    ['white space without end', `<SyncML${' '.repeat(500_000)}`, 'malformed'],
    ['depth', `<SyncML>${'<a>'.repeat(70)}${'</a>'.repeat(70)}${plain}</SyncML>`, 'too-deep'],
    [
      'an unknown charset',
      `<?xml version="1.0" encoding="x-none"?><SyncML>${plain}</SyncML>`,
      'unsupported-charset',
    ],
    ['no SessionID', `<SyncML>${plain.replace('<SessionID>7</SessionID>', '')}</SyncML>`, 'malformed'],
    ['no body', `<SyncML>${plain.replace('<SyncBody/>', '')}</SyncML>`, 'malformed'],
  ];
  it.each(rejected)('is rejected with %s', (_, xml, code) => {
    expect(() => decodeMessage(octetsOf(xml))).toThrow(
      expect.objectContaining({ name: 'CodecError', code }) as Error,
    );
  });

  it('is limited in size, commands and elements (DS-028)', () => {
    const body = xmlMessage('<Get><CmdID>1</CmdID></Get>'.repeat(20));
    for (const [limits, code] of [
      [{ octets: 100 }, 'too-large'],
      [{ commands: 19 }, 'too-many'],
      [{ elements: 30 }, 'too-many'],
    ] as const) {
      expect(() => decodeMessage(body, { limits })).toThrow(expect.objectContaining({ code }) as Error);
    }
    expect(decodeMessage(body, { limits: { commands: 20 } }).message.commands).toHaveLength(20);
  });

  it.each([
    ['the HTTP header', 'application/vnd.syncml+xml; charset="iso-8859-1"', ''],
    ['the declaration', 'application/vnd.syncml+xml', '<?xml version="1.0" encoding="ISO-8859-1"?>'],
  ])('takes its charset from %s', (_, contentType, declaration) => {
    const text =
      declaration +
      new TextDecoder().decode(xmlMessage('<Add><CmdID>1</CmdID><Item><Data>Zoë</Data></Item></Add>'));
    const body = new Uint8Array(Buffer.from(text, 'latin1'));
    expect(dataText(only(decodeMessage(body, { contentType }).message.commands))).toBe('Zoë');
  });

  it('is read in UTF-16 with a byte order mark', () => {
    const text = `\ufeff${new TextDecoder().decode(xmlMessage('<Add><CmdID>1</CmdID><Item><Data>Zoë</Data></Item></Add>'))}`;
    const body = new Uint8Array(Buffer.from(text, 'utf16le'));
    expect(dataText(only(decodeMessage(body).message.commands))).toBe('Zoë');
  });

  it('keeps item octets that are not the UTF-8 they are said to be (Sony Ericsson K and W series)', () => {
    const text = new TextDecoder().decode(
      xmlMessage(
        '<Add><CmdID>1</CmdID><Item><Source><LocURI>1</LocURI><LocName>Zoë</LocName></Source><Data><![CDATA[N:Zoë]]></Data></Item></Add>',
      ),
    );
    const { message } = decodeMessage(new Uint8Array(Buffer.from(text, 'latin1')));
    const item = itemOf(only(message.commands));
    expect(item.source?.name).toBe('Zoë');
    expect(item.data).toEqual({ kind: 'octets', octets: Uint8Array.from([0x4e, 0x3a, 0x5a, 0x6f, 0xeb]) });
  });

  it.each([
    ['CDATA and text joined', '<![CDATA[a<]]>b<![CDATA[&amp;]]>', 'a<b&amp;'],
    ['references', '&lt;&#233;&#x20AC;&amp;#13;&#13;&quot;', '<é€&#13;\r"'],
    ['literal line ends folded', 'a\r\nb\rc\n', 'a\nb\nc\n'],
    ['written line ends kept', 'a&#13;\nb', 'a\r\nb'],
    ['white space', ' \n ', ' \n '],
    ['nothing', '', ''],
    ['no numbers made of digits', '007', '007'],
    [
      'foreign markup as text',
      '<Property xmlns="syncml:devinf"><PropName>A&amp;B</PropName></Property>',
      '<Property><PropName>A&amp;B</PropName></Property>',
    ],
  ])('gives data with %s', (_, inner, expected) => {
    const { message } = decodeMessage(
      xmlMessage(`<Add><CmdID>1</CmdID><Item><Data>${inner}</Data></Item></Add>`),
    );
    expect(dataText(only(message.commands))).toBe(expected);
  });

  it('refuses markup in data around what is no text: the phone is wrong, not we', () => {
    const text = new TextDecoder().decode(
      xmlMessage('<Add><CmdID>1</CmdID><Item><Data><Note>Zo\u00eb</Note></Data></Item></Add>'),
    );
    const octets = new Uint8Array(Buffer.from(text, 'latin1'));
    expect(() => decodeMessage(octets)).toThrow(expect.objectContaining({ code: 'malformed' }) as Error);
  });

  it('tells whether data came as CDATA', () => {
    const body = (data: string): Uint8Array =>
      xmlMessage(`<Add><CmdID>1</CmdID><Item><Data>${data}</Data></Item></Add>`);
    expect(decodeMessage(body('<![CDATA[x]]>')).dialect.cdata).toBe(true);
    expect(decodeMessage(body('x')).dialect.cdata).toBe(false);
  });
});

describe('elements', () => {
  const alert = (meta: string): Uint8Array =>
    xmlMessage(`<Alert><CmdID>1</CmdID><Data>200</Data><Item><Meta>${meta}</Meta></Item></Alert>`);

  it.each([
    [
      'in the MetInf namespace',
      '<Anchor xmlns="syncml:metinf"><Last>1</Last><Next>2</Next></Anchor>',
      { anchor: { last: '1', next: '2' } },
    ],
    [
      'in no namespace',
      '<Anchor><Last>1</Last><Next>2</Next></Anchor>',
      { anchor: { last: '1', next: '2' } },
    ],
    ['in a MetInf wrapper', '<MetInf><Anchor><Next>2</Next></Anchor></MetInf>', { anchor: { next: '2' } }],
    ['without an Anchor around (Xperia 2012)', '<Next>2</Next>', { anchor: { next: '2' } }],
    ['with an empty Last', '<Anchor><Last/><Next>2</Next></Anchor>', { anchor: { next: '2' } }],
    ['with an empty Size (Nokia)', '<Type>text/x-vcard</Type><Size/>', { type: 'text/x-vcard' }],
    ['with a Size that is none', '<Type>a</Type><Size>-1</Size>', { type: 'a' }],
    ['with size in lower case', '<size> 12 </size>', { size: 12 }],
    ['with FreeId', '<Mem><FreeMem>5</FreeMem><FreeId>6</FreeId></Mem>', { mem: { freeMem: 5, freeId: 6 } }],
    ['with EMI', '<EMI>datapos=5</EMI>', { emi: ['datapos=5'] }],
    ['with unknown elements', '<X-Foo>1</X-Foo><Type>a</Type>', { type: 'a' }],
  ])('Meta is read %s (DS-012)', (_, meta, expected) => {
    expect(itemOf(only(decodeMessage(alert(meta)).message.commands)).meta).toEqual(expected);
  });

  it('skips unknown commands and says so', () => {
    const { message, skipped } = decodeMessage(
      xmlMessage('<Frob><CmdID>1</CmdID></Frob><Sync><CmdID>2</CmdID><Knob/></Sync><Final/>'),
    );
    expect(message.commands.map(({ name }) => name)).toEqual(['Sync']);
    expect(message.final).toBe(true);
    expect(skipped).toEqual(['Frob', 'Knob']);
  });

  it.each<[string, string, Partial<Command>]>([
    ['an Alert without code', '<Alert><CmdID>1</CmdID></Alert>', { code: null, items: [] }],
    ['an Alert with nonsense as code', '<Alert><CmdID>1</CmdID><Data>x</Data></Alert>', { code: null }],
    ['a command without CmdID', '<Get/>', { cmdId: '' }],
    ['Results without references', '<Results><CmdID>1</CmdID></Results>', { msgRef: 1, cmdRef: '1' }],
    [
      'a Status without code',
      '<Status><CmdID>1</CmdID><MsgRef>1</MsgRef></Status>',
      { code: 0, cmdRef: '', cmd: '' },
    ],
    [
      'a Sync with an empty target (Sony Ericsson C510)',
      '<Sync><CmdID>1</CmdID><Target><LocURI/></Target></Sync>',
      { target: { uri: '' } },
    ],
    [
      'a Map without MapItem',
      '<Map><CmdID>1</CmdID></Map>',
      { items: [], target: { uri: '' }, source: { uri: '' } },
    ],
    [
      'an anchor as text in a Status',
      '<Status><CmdID>1</CmdID><Data>200</Data><Item><Data>&lt;Anchor xmlns="syncml:metinf">&lt;Next>9&lt;/Next>&lt;/Anchor></Data></Item></Status>',
      { items: [{ data: { kind: 'anchor', anchor: { next: '9' } } }] },
    ],
  ])('reads %s', (_, xml, expected) => {
    expect(only(decodeMessage(xmlMessage(xml)).message.commands)).toMatchObject(expected);
  });

  it('takes 1.2 elements in a 1.1 session (Nokia, SMS sync)', () => {
    const body = xmlMessage(
      '<Add><CmdID>1</CmdID><Item><SourceParent><LocURI>4</LocURI></SourceParent></Item></Add>',
      '1.1',
    );
    expect(itemOf(only(decodeMessage(body).message.commands)).sourceParent).toBe('4');
  });

  it.each([
    ['1.3', '1.2'],
    ['', '1.2'],
    ['1.0.1', '1.0'],
    ['1.1.2', '1.1'],
  ])('keeps VerDTD %j and answers in %s', (verDtd, version) => {
    const text = new TextDecoder().decode(xmlMessage('')).replace('<VerDTD>1.2<', `<VerDTD>${verDtd}<`);
    const { message, dialect } = decodeMessage(octetsOf(text));
    expect(message.header.verDtd).toBe(verDtd);
    expect(dialect.version).toBe(version);
  });
});

describe('a NUL that OPAQUE brings into a text', () => {
  const inline = (text: string): number[] => [0x03, ...Buffer.from(text), 0x00];
  const opaque = (text: string): number[] => [0xc3, text.length, ...Buffer.from(text)];
  const body = (sessionId: string, uri: string): Uint8Array => {
    const version = [0x71, ...inline('1.2'), 0x01, 0x72, ...inline('SyncML/1.2'), 0x01];
    const ids = [0x65, ...opaque(sessionId), 0x01, 0x5b, ...inline('1'), 0x01];
    const source = [0x67, 0x57, ...opaque(uri), 0x01, 0x01];
    return Uint8Array.from([
      0x02,
      0x9f,
      0x53,
      0x6a,
      0x00,
      0x6d,
      0x6c,
      ...version,
      ...ids,
      ...source,
      0x01,
      0x2b,
      0x01,
    ]);
  };

  it('is cut off behind it', () => {
    const { header } = decodeMessage(body('7\0', 'IMEI:000000000000001\0\0')).message;
    expect(header).toMatchObject({ sessionId: '7', source: { uri: 'IMEI:000000000000001' } });
  });

  it('is malformed within it', () => {
    expect(() => decodeMessage(body('7', 'a\0b'))).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

function dataText(command: Command): string {
  const { data } = itemOf(command);
  if (data?.kind !== 'octets') throw new Error('no octets');
  return new TextDecoder().decode(data.octets);
}
