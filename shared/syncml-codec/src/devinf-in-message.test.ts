import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import type { Command, Dialect } from './message.ts';
import { itemOf, only } from './testing/only.ts';
import { octetsOf, vectors, xmlMessage } from './testing/vectors.ts';

describe('device information in a message', () => {
  const markup =
    '<DevInf><VerDTD>1.1</VerDTD><Man>Kuusi</Man><DevID>1</DevID><DevTyp>phone</DevTyp></DevInf>';
  const escaped = markup.replaceAll('<', '&lt;');
  const wbxml = Buffer.from(
    '029f546a004a6503312e31000151034b75757369000149033100014b0370686f6e65000101',
    'hex',
  );
  const put = (type: string, data: string, more = ''): Uint8Array =>
    xmlMessage(`<Put><CmdID>1</CmdID><Meta>${type}</Meta><Item><Data>${data}</Data>${more}</Item></Put>`);
  const devinfType = '<Type>application/vnd.syncml-devinf+xml</Type>';

  it.each([
    ['markup', put(devinfType, markup)],
    ['markup without a type', put('', markup)],
    ['markup between white space', put(devinfType, `\n ${markup}\n`)],
    ['text', put(devinfType, escaped)],
    ['CDATA with a declaration', put(devinfType, `<![CDATA[<?xml version="1.0"?>${markup}]]>`)],
    ['text under the other type', put('<Type>application/vnd.syncml-devinf+wbxml</Type>', escaped)],
    ['text without a type', put('', escaped)],
    ['WBXML in base64', put(`<Format>b64</Format>${devinfType}`, wbxml.toString('base64'))],
  ])('is read as %s', (_, body) => {
    expect(itemOf(only(decodeMessage(body).message.commands)).data).toMatchObject({
      kind: 'devinf',
      devinf: { verDtd: '1.1', man: 'Kuusi', devId: '1', devTyp: 'phone' },
    });
  });

  it('is read as XML inside WBXML', () => {
    const { message } = decodeMessage(put(devinfType, ''));
    const data = { kind: 'octets', octets: octetsOf(markup) } as const;
    const [command] = message.commands;
    const commands = [{ ...command, items: [{ data }] } as Command];
    const dialect: Dialect = {
      encoding: 'wbxml',
      version: '1.2',
      wbxmlVersion: 2,
      publicId: 'numeric',
      cdata: false,
    };
    const body = encodeMessage({ ...message, commands }, dialect);
    expect(Buffer.from(body).includes(markup)).toBe(true);
    expect(itemOf(only(decodeMessage(body).message.commands)).data).toMatchObject({
      kind: 'devinf',
      devinf: { man: 'Kuusi' },
    });
  });

  it('is octets while it is in parts', () => {
    const data = itemOf(
      only(
        decodeMessage(put(devinfType, markup.slice(0, 60).replaceAll('<', '&lt;'), '<MoreData/>')).message
          .commands,
      ),
    ).data;
    expect(data?.kind).toBe('octets');
  });

  it('is an error when it is damaged', () => {
    const damaged = put(devinfType, escaped.replace('/DevTyp', 'DevTyp'));
    expect(() => decodeMessage(damaged)).toThrow(expect.objectContaining({ code: 'malformed' }) as Error);
  });

  it('is told from item data that merely looks binary', () => {
    const vector = vectors.find(({ name }) => name === 'v10-ds11-chunk-first');
    const { message } = decodeMessage(vector?.wbxml ?? new Uint8Array());
    expect(JSON.stringify(message.commands)).not.toContain('devinf');
  });
});
