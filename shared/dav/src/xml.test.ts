import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DavError } from './dav-error.ts';
import { childOf, escapeXml, parseXml } from './xml.ts';

const refused: readonly (readonly [why: string, document: string])[] = [
  ['nothing', ''],
  ['unclosed', '<a>'],
  ['mismatched', '<a><b></a></b>'],
  ['junk behind', '<a/>junk'],
  ['junk before a last comment', '<a/>junk<!-- c -->'],
  ['junk before', 'junk<a/>'],
  ['two roots', '<a/><b/>'],
  ['unquoted attribute', '<a b=c/>'],
  ['repeated attribute', '<a b="1" b="2"/>'],
  ['undeclared prefix', '<p:a/>'],
  ['unknown entity', '<a>&x;</a>'],
  ['HTML entity', '<a>&nbsp;</a>'],
  ['bare ampersand', '<a>a & b</a>'],
  ['reference to NUL', '<a>&#0;</a>'],
  ['reference to a surrogate', '<a>&#xD800;</a>'],
  ['reference beyond Unicode', '<a>&#99999999;</a>'],
  ['control character', '<a>\u0001</a>'],
  ['document type', '<!DOCTYPE a><a/>'],
  ['document type with entities', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ['unclosed CDATA', '<a><![CDATA[x</a>'],
  ['a page of HTML', '<html><body><br></body></html>'],
];

describe('parseXml', () => {
  it.each(refused)('refuses %s (F53)', (_why, document) => {
    expect(() => parseXml(document, 'PROPFIND')).toThrowError(expect.objectContaining({ code: 'malformed' }));
  });

  it('refuses a document cut anywhere (F49, F53)', () => {
    const whole = '<d:m xmlns:d="DAV:"><d:r><d:h>/a</d:h></d:r><d:r><d:h>/b</d:h></d:r></d:m>';
    for (let end = 0; end < whole.length; end += 1) {
      expect(() => parseXml(whole.slice(0, end), 'REPORT'), `cut at ${end}`).toThrowError(
        expect.objectContaining({ code: 'malformed' }),
      );
    }
  });

  it.each(['12345', '1.10', '1e5', 'true', '0x10', ' "a" ', '007'])('keeps the text %j as it is', (text) => {
    expect(parseXml(`<e>${text}</e>`, 'PROPFIND').text).toBe(text);
  });

  it('resolves namespaces by declaration, not by prefix', () => {
    const root = parseXml('<x:a xmlns:x="DAV:" xmlns="urn:o"><b/><x:b xmlns:x="urn:i"/></x:a>', 'PROPFIND');
    expect(root.children.map(({ namespace, name }) => [namespace, name])).toEqual([
      ['urn:o', 'b'],
      ['urn:i', 'b'],
    ]);
    expect(childOf(root, 'DAV:', 'b')).toBeUndefined();
  });

  it('joins text, CDATA and references', () => {
    expect(parseXml('<e>a&#13;\n&amp;<![CDATA[<b>&amp;]]><!-- & --> c&#xe9;</e>', 'GET').text).toBe(
      'a\r\n&<b>&amp; cé',
    );
  });

  it('takes as many references as a large calendar has', () => {
    const text = parseXml(`<e>${'DESCRIPTION:a &amp; b&#13;\n'.repeat(50_000)}</e>`, 'REPORT').text;
    expect(text).toBe('DESCRIPTION:a & b\r\n'.repeat(50_000));
  });

  it('reads back whatever text was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\p{Cc}\ufffe\uffff]/u.test(text));
        expect(parseXml(`<e a="${escapeXml(text)}">${escapeXml(text)}</e>`, 'PUT').text).toBe(text);
      }),
    );
  });

  it('never throws anything but DavError', () => {
    const fragment = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '&amp;',
      '&',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      'x',
      '"',
      '=',
      '<?x?>',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
        expect(outcomeOf(fragments.join(''))).toMatch(/^(?:read|malformed)$/);
      }),
    );
  });
});

function outcomeOf(document: string): string {
  try {
    parseXml(document, 'GET');
    return 'read';
  } catch (error) {
    return error instanceof DavError ? error.code : String(error);
  }
}
