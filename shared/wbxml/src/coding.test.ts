import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provisioning10Space } from './code-pages/provisioning.ts';
import { syncSettings10Space } from './code-pages/sync-settings.ts';
import { syncml10Space, syncml11Space, syncml12Space } from './code-pages/syncml.ts';
import { charsetByName, decodeText } from './charset.ts';
import { decodeWbxml } from './decode.ts';
import type { DecodeOptions } from './decode.ts';
import { encodedElementSize, encodeWbxml } from './encode.ts';
import { octetReader } from './octet-reader.ts';
import { octetWriter } from './octet-writer.ts';
import type { WbxmlElement, WbxmlNode } from './tree.ts';

describe('encoding', () => {
  const spaces = [syncml10Space, syncml11Space, syncml12Space, syncSettings10Space];

  it('is undone by decoding, and sizes add up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...spaces).chain((space) => fc.tuple(fc.constant(space), contentOf(space))),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        ([codeSpace, children], version, textual) => {
          const publicId =
            textual && codeSpace.fpi !== null ? 'textual' : codeSpace.fpi ? 'numeric' : 'unknown';
          const root: WbxmlElement = { kind: 'element', name: codeSpace.root, page: 0, children };
          const octets = encodeWbxml({ version, codeSpace, publicId, root });
          const document = decodeWbxml(octets, { embedded: 'keep' });
          expect(document).toMatchObject({ version, publicId, charset: 0x6a });
          expect(document.root).toEqual(joined(root));
          const empty = encodeWbxml({ version, codeSpace, publicId, root: { ...root, children: [] } });
          const elements = children.filter((child) => child.kind === 'element');
          const sum = elements.reduce(
            (total, child) => total + encodedElementSize(child, codeSpace),
            empty.length + 1,
          );
          const bare = { ...root, children: elements };
          const actual = encodeWbxml({ version, codeSpace, publicId, root: bare }).length;
          expect(sum).toBeGreaterThanOrEqual(actual);
          // At most the two switches around each element on another page.
          expect(sum - actual).toBeLessThanOrEqual(1 + 4 * elements.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('writes a provisioning document with attributes and reads it back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('APPLICATION', 'APPADDR', 'APPAUTH', 'RESOURCE', 'PORT', 'NAPDEF', 'é'),
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 4 }),
        (type, parms) => {
          const root: WbxmlElement = {
            kind: 'element',
            name: 'wap-provisioningdoc',
            page: 0,
            attributes: [{ name: 'version', value: '1.0' }],
            children: [
              {
                kind: 'element',
                name: 'characteristic',
                page: 0,
                attributes: [{ name: 'type', value: type }],
                children: parms.map(([name, value]) => ({
                  kind: 'element',
                  name: 'parm',
                  page: 0,
                  attributes: [
                    { name: 'name', value: name },
                    { name: 'value', value },
                  ],
                  children: [],
                })),
              },
            ],
          };
          const octets = encodeWbxml({
            version: 3,
            codeSpace: provisioning10Space,
            publicId: 'numeric',
            root,
          });
          expect(decodeWbxml(octets).root).toEqual(root);
        },
      ),
      { numRuns: 100 },
    );
  });

  const bare = (name: string): WbxmlElement => ({ kind: 'element', name, page: 0, children: [] });

  it.each([
    ['an element of a later edition', { codeSpace: syncml11Space, root: bare('Move') }],
    ['an unknown element', { codeSpace: syncml12Space, root: bare('Frob') }],
    ['a version that is none', { codeSpace: syncml12Space, root: bare('SyncML'), version: 4 }],
    [
      'a formal identifier nobody gave',
      { codeSpace: syncSettings10Space, root: bare('Addr'), publicId: 'textual' },
    ],
    [
      'an attribute without token',
      { codeSpace: provisioning10Space, root: { ...bare('parm'), attributes: [{ name: 'x', value: '' }] } },
    ],
  ] as const)('refuses %s', (_, document) => {
    expect(() => encodeWbxml({ version: 2, publicId: 'numeric', ...document })).toThrow(
      expect.objectContaining({ code: 'unencodable' }) as Error,
    );
  });
});

describe('decoding by hand', () => {
  const head = [0x02, 0xa4, 0x01, 0x6a, 0x00];
  const data = (...octets: number[]): number[] => [...head, 0x6d, 0x4f, ...octets, 0x01, 0x01];

  it.each<[string, number[], string, DecodeOptions?]>([
    ['WBXML 1.0', [0x00, 0x01, 0x6d], 'bad-version'],
    ['a number of six octets', [0x02, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 'bad-number'],
    ['a number over 2^32 - 1', [0x02, 0x90, 0x80, 0x80, 0x80, 0x00], 'bad-number'],
    ['UTF-16', [0x02, 0xa4, 0x01, 0x87, 0x77, 0x00, 0x2d], 'unsupported-charset'],
    ['an identifier outside the table', [0x02, 0x00, 0x05, 0x6a, 0x01, 0x00, 0x2d], 'bad-reference'],
    ['no identifier and a foreign tag', [0x02, 0x01, 0x6a, 0x00, 0x06], 'unknown-public-id'],
    ['another root', [...head, 0x05], 'unexpected-root'],
    ['a literal', data(0x04, 0x00), 'unsupported-token'],
    ['a processing instruction', data(0x43, 0x00, 0x01), 'unsupported-token'],
    ['a surrogate as entity', data(0x02, 0x83, 0xb0, 0x00), 'bad-text'],
    ['an entity of zero', data(0x02, 0x00), 'bad-text'],
    ['an entity beyond Unicode', data(0x02, 0xc4, 0x80, 0x00), 'bad-text'],
    [
      'a table string without end',
      [0x02, 0xa4, 0x01, 0x6a, 0x01, 0x41, 0x6d, 0x4f, 0x83, 0x00, 1, 1],
      'bad-reference',
    ],
    ['a tag page that is none', data(0x00, 0x07, 0x05), 'unknown-page'],
    [
      'an attribute page that is none',
      [0x03, 0x0b, 0x6a, 0x00, 0xc5, 0x00, 0x05, 0x46, 0x01, 0x01],
      'unknown-page',
    ],
    [
      'a value before its attribute',
      [0x03, 0x0b, 0x6a, 0x00, 0xc5, 0x03, 0x41, 0x00, 0x01, 0x01],
      'unsupported-token',
    ],
    ['an attribute twice', [0x03, 0x0b, 0x6a, 0x00, 0xc5, 0x46, 0x46, 0x01, 0x01], 'unsupported-token'],
    ['an empty attribute list', [0x03, 0x0b, 0x6a, 0x00, 0x85, 0x01], 'unsupported-token'],
    ['more octets than allowed', data(0x03, 0x00), 'too-large', { limits: { octets: 8 } }],
    [
      'a string table over the limit',
      [0x02, 0xa4, 0x01, 0x6a, 5],
      'too-large',
      { limits: { stringTable: 4 } },
    ],
    ['more nodes than allowed', data(0x0b, 0x0b, 0x0b), 'too-many', { limits: { nodes: 4 } }],
    ['more depth than allowed', data(0x4f, 0x4f, 1, 1), 'too-deep', { limits: { depth: 3 } }],
  ])('rejects %s', (_, octets, code, options) => {
    expect(() => decodeWbxml(Uint8Array.from(octets), options)).toThrow(
      expect.objectContaining({ name: 'WbxmlError', code }) as Error,
    );
  });

  it('counts what a string table reference expands to', () => {
    const table = [...new Uint8Array(1000).fill(0x41), 0];
    const references = Array.from({ length: 50 }, () => [0x83, 0x00]).flat();
    const octets = [0x02, 0xa4, 0x01, 0x6a, 0x87, 0x69, ...table, 0x6d, 0x4f, ...references, 0x01, 0x01];
    expect(decodeWbxml(Uint8Array.from(octets)).root.children).toHaveLength(1);
    expect(() => decodeWbxml(Uint8Array.from(octets), { limits: { text: 49_999 } })).toThrow(
      expect.objectContaining({ code: 'too-large' }) as Error,
    );
  });

  it('reads charset "unknown" as the transport says', () => {
    const octets = Uint8Array.from([0x02, 0xa4, 0x01, 0x00, 0x00, 0x6d, 0x4f, 0x03, 0xe9, 0x00, 0x01, 0x01]);
    const latin1 = charsetByName('ISO-8859-1') ?? -1;
    expect(decodeWbxml(octets, { defaultCharset: latin1 })).toMatchObject({ charset: 4 });
    expect(() => decodeWbxml(octets)).toThrow(expect.objectContaining({ code: 'bad-text' }) as Error);
  });

  it('keeps the empty element alike in its three spellings', () => {
    const spellings = [[0x17], [0x57, 0x01], [0x57, 0x03, 0x00, 0x01]];
    const texts = spellings.map((spelling) => {
      const { root } = decodeWbxml(Uint8Array.from([...head, 0x6d, ...spelling, 0x01]));
      const [uri] = root.children;
      return uri?.kind === 'element'
        ? uri.children.map((child) => (child.kind === 'text' ? child.text : ''))
        : null;
    });
    expect(texts.map((text) => text?.join(''))).toEqual(['', '', '']);
  });
});

describe('charsets', () => {
  it.each([
    [0x6a, [0xc3, 0xab], 'ë'],
    [0x03, [0x41], 'A'],
    [4, [0xeb, 0x80], 'ë\u0080'],
    [2252, [0x80], '€'],
    [17, [0x83, 0x65], 'テ'],
    [111, [0xa4], '€'],
  ])('%i reads %j', (mibEnum, octets, text) => {
    expect(decodeText(Uint8Array.from(octets), mibEnum)).toBe(text);
  });

  it.each([
    ['utf-8', 0x6a],
    ['UTF-8', 0x6a],
    ['us-ascii', 3],
    ['windows-1252', 2252],
    ['utf-16', undefined],
  ])('%s is %s', (name, mibEnum) => {
    expect(charsetByName(name)).toBe(mibEnum);
  });
});

describe('numbers', () => {
  it('survive being written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
        const writer = octetWriter();
        writer.number(value);
        expect(octetReader(writer.take()).number()).toBe(value);
        expect(writer.length()).toBeLessThanOrEqual(5);
      }),
    );
  });
});

function contentOf(space: { readonly tags: Readonly<Record<number, Readonly<Record<number, string>>>> }) {
  const names = Object.entries(space.tags).flatMap(([page, table]) =>
    Object.values(table).map((name) => ({ name, page: Number(page) })),
  );
  const { node } = fc.letrec<{ node: WbxmlNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary', minLength: 1 }) }),
      fc.record({ kind: fc.constant('opaque' as const), octets: fc.uint8Array({ maxLength: 200 }) }),
      fc
        .record({ tag: fc.constantFrom(...names), children: fc.array(tie('node'), { maxLength: 4 }) })
        .map(({ tag, children }): WbxmlElement => ({ kind: 'element', ...tag, children })),
    ),
  }));
  return fc.array(node, { minLength: 1, maxLength: 5 });
}

/** Neighbouring texts come back as one; text with a zero octet comes back opaque. */
function joined(element: WbxmlElement): WbxmlElement {
  const children: WbxmlNode[] = [];
  for (const child of element.children) {
    const last = children.at(-1);
    if (child.kind === 'element') children.push(joined(child));
    else if (child.kind === 'text' && child.text.includes('\0')) {
      children.push({ kind: 'opaque', octets: new TextEncoder().encode(child.text) });
    } else if (child.kind === 'text' && last?.kind === 'text') {
      children[children.length - 1] = { kind: 'text', text: last.text + child.text };
    } else children.push(child);
  }
  return { ...element, children };
}
