import { describe, expect, it } from 'vitest';
import { decodeWbxml } from './decode.ts';
import { encodeWbxml } from './encode.ts';
import { WbxmlError } from './error.ts';
import { comparable, readVectorXml } from './testing/vector-xml.ts';
import { vectors } from './testing/vectors.ts';
import type { Vector } from './testing/vectors.ts';

const legal = vectors.filter(({ kind }) => kind !== 'malformed');
const roundtrip = vectors.filter(({ kind }) => kind === 'roundtrip');
const malformed = vectors.filter(({ kind }) => kind === 'malformed');

describe('vectors', () => {
  it('are all there', () => {
    expect([roundtrip.length, legal.length - roundtrip.length, malformed.length]).toEqual([36, 12, 20]);
  });

  it.each(legal)('$name decodes to its XML (DS-157)', (vector) => {
    const document = decodeWbxml(vector.wbxml);
    const expected = readVectorXml(xmlOf(vector), document.codeSpace, document.version);
    expect(comparable(document.root, document.charset)).toEqual(comparable(expected.root, 106));
  });

  it.each(roundtrip)('$name survives being written (DS-156)', (vector) => {
    const { codeSpace, version } = decodeWbxml(vector.wbxml);
    const expected = readVectorXml(xmlOf(vector), codeSpace, version);
    for (const publicId of ['numeric', 'textual'] as const) {
      const again = decodeWbxml(encodeWbxml({ ...expected, publicId }));
      expect(again.publicId).toBe(publicId);
      expect(again.version).toBe(version);
      expect(again.codeSpace.name).toBe(codeSpace.name);
      expect(comparable(again.root, again.charset)).toEqual(comparable(expected.root, 106));
    }
  });

  it.each(malformed)('$name is rejected (DS-158)', ({ wbxml }) => {
    expect(() => decodeWbxml(wbxml)).toThrow(WbxmlError);
  });

  it.each(vectors)('$name cut short anywhere is rejected', ({ name, wbxml }) => {
    // In m10 the document is whole before its end.
    const whole = name === 'm10-trailing-garbage' ? wbxml.length - 2 : wbxml.length;
    for (let length = 0; length < whole; length += 1) {
      expect(errorOf(wbxml.subarray(0, length))).toBeInstanceOf(WbxmlError);
    }
  });

  it.each(legal)('$name with octets behind it is rejected, or read when that is allowed', ({ wbxml }) => {
    for (const rubbish of [[0], [1], [0x41, 0x42], [3, 0x61, 0]]) {
      const padded = Uint8Array.from([...wbxml, ...rubbish]);
      expect(errorOf(padded)).toMatchObject({ code: 'trailing-octets' });
      const document = decodeWbxml(padded, { trailingOctets: true });
      const plain = decodeWbxml(wbxml);
      expect(comparable(document.root, document.charset)).toEqual(comparable(plain.root, plain.charset));
    }
  });

  it.each(vectors.slice(0, 48))(
    '$name with any one octet changed is read or rejected, never worse',
    ({ wbxml }) => {
      const stride = wbxml.length > 1000 ? 97 : 3;
      for (let at = 0; at < wbxml.length; at += stride) {
        for (const value of [0x00, 0x01, 0x03, 0x40, 0x83, 0xc3, 0xff]) {
          const damaged = Uint8Array.from(wbxml);
          damaged[at] = value;
          const error = errorOf(damaged);
          expect(error === undefined || error instanceof WbxmlError).toBe(true);
        }
      }
    },
  );
});

describe('switches', () => {
  const vector = (name: string): Uint8Array => {
    const found = vectors.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no vector ${name}`);
    return found.wbxml;
  };

  it('reads a document without its last END when that is allowed', () => {
    expect(decodeWbxml(vector('m09-missing-end'), { missingEnd: true }).root.name).toBe('SyncML');
  });

  it('does not take a document cut inside a token for one without END', () => {
    const cut = vector('v01-ds12-init-basic').subarray(0, 39);
    expect(() => decodeWbxml(cut, { missingEnd: true })).toThrow(WbxmlError);
  });

  it('keeps embedded documents as octets on request', () => {
    const { root } = decodeWbxml(vector('v03-ds12-put-get-devinf12'), { embedded: 'keep' });
    const kinds = JSON.stringify(root, (key, value: unknown) => (key === 'octets' ? 'octets' : value));
    expect(kinds).toContain('"opaque"');
    expect(kinds).not.toContain('"embedded"');
  });
});

function xmlOf(vector: Vector): string {
  if (vector.xml === undefined) throw new Error(`${vector.name} has no XML`);
  return vector.xml;
}

function errorOf(input: Uint8Array): unknown {
  try {
    decodeWbxml(input);
    return undefined;
  } catch (error) {
    return error;
  }
}
