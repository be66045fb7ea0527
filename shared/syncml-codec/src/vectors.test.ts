import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import type { Dialect } from './message.ts';
import { decodeDevInf } from './read/devinf-document.ts';
import { comparable, written } from './testing/compare.ts';
import { messages, vectors } from './testing/vectors.ts';

const malformed = vectors.filter(({ kind }) => kind === 'malformed');
const codecError = expect.objectContaining({ name: 'CodecError' }) as Error;

const rawDigest = 'h08-raw-md5-digest';

describe('vectors', () => {
  it.each(messages.filter(({ name }) => name !== rawDigest))(
    '$name says the same in XML and WBXML (DS-011, DS-159)',
    ({ xml, wbxml }) => {
      const fromXml = decodeMessage(xml);
      const fromWbxml = decodeMessage(wbxml);
      expect([...fromXml.skipped, ...fromWbxml.skipped]).toEqual([]);
      expect(comparable(fromWbxml.message)).toEqual(comparable(fromXml.message));
    },
  );

  it('marks a digest that came in raw octets as the base64 it is handed on in (DS-059)', () => {
    const vector = messages.find(({ name }) => name === rawDigest);
    const [fromXml, fromWbxml] = [vector?.xml, vector?.wbxml].map(
      (octets) => decodeMessage(octets ?? new Uint8Array()).message.header.cred,
    );
    expect(fromXml).toEqual({ meta: { type: 'syncml:auth-md5' }, data: 'qk1jHJy8d+/uGbvsTNwm0A==' });
    expect(fromWbxml).toEqual({ ...fromXml, meta: { type: 'syncml:auth-md5', format: 'b64' } });
  });

  it.each(messages)('$name survives being written again', ({ wbxml }) => {
    const { message, dialect } = decodeMessage(wbxml);
    for (const encoding of ['xml', 'wbxml'] as const) {
      for (const publicId of ['numeric', 'textual'] as const) {
        const own: Dialect = { ...dialect, encoding, publicId };
        expect(comparable(decodeMessage(encodeMessage(message, own)).message)).toEqual(written(message));
      }
    }
  });

  it.each(messages)('$name tells how it was written (DS-160)', ({ name, xml, wbxml }) => {
    const { dialect } = decodeMessage(wbxml);
    expect(dialect.encoding).toBe('wbxml');
    expect(dialect.wbxmlVersion).toBe(wbxml[0]);
    expect(dialect.publicId).toBe(/^h0[12]/.test(name) ? 'textual' : 'numeric');
    expect(dialect.version).toBe(
      /-ds1([012])/.test(name) ? `1.${/-ds1([012])/.exec(name)?.[1]}` : decodeMessage(xml).dialect.version,
    );
  });

  it.each(malformed)('$name is rejected', ({ wbxml }) => {
    expect(() => decodeMessage(wbxml)).toThrow(codecError);
  });

  it.each(messages)('$name cut short anywhere is rejected', ({ xml, wbxml }) => {
    for (const body of [wbxml, xml]) {
      const end = body.lastIndexOf(body === xml ? 0x3e : 0x01);
      for (let length = 0; length <= end; length += 1) {
        expect(() => decodeMessage(body.subarray(0, length))).toThrow(codecError);
      }
    }
  });

  it.each(messages)(
    '$name with rubbish behind it is rejected, or read when that is allowed',
    ({ xml, wbxml }) => {
      for (const [body, rubbish] of [
        [wbxml, [0x00, 0x41]],
        [xml, [0x41]],
        [xml, [0x3c, 0x61, 0x2f, 0x3e]],
      ] as const) {
        const padded = Uint8Array.from([...body, ...rubbish]);
        expect(() => decodeMessage(padded)).toThrow(codecError);
        expect(decodeMessage(padded, { trailingOctets: true }).message).toEqual(decodeMessage(body).message);
      }
    },
  );

  it('lets a message without its last END pass on request only', () => {
    const vector = malformed.find(({ name }) => name === 'm09-missing-end');
    expect(decodeMessage(vector?.wbxml ?? new Uint8Array(), { missingEnd: true }).message.final).toBe(true);
  });

  it.each(['v31-devinf12-standalone', 'v32-devinf11-standalone'])(
    '%s reads alike in both encodings',
    (wanted) => {
      const vector = vectors.find(({ name }) => name === wanted);
      const [xml, wbxml] = [vector?.xml, vector?.wbxml].map((octets) =>
        decodeDevInf(octets ?? new Uint8Array()),
      );
      expect(wbxml).toEqual(xml);
      expect(xml?.datastores.length).toBeGreaterThan(0);
    },
  );

  it.each(['v34-prov-w5', 'h12-nokia-syncsettings', 'v31-devinf12-standalone'])(
    '%s is no message',
    (wanted) => {
      const vector = vectors.find(({ name }) => name === wanted);
      for (const body of [vector?.wbxml, vector?.xml]) {
        expect(() => decodeMessage(body ?? new Uint8Array())).toThrow(codecError);
      }
    },
  );
});
