import ICAL from 'ical.js';
import fc from 'fast-check';
import libqp from 'libqp';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { ContentLine } from './content-line.ts';
import { decodeQuotedPrintable, encodeQuotedPrintable } from './quoted-printable.ts';
import { readContentText } from './read-text.ts';
import { readFields, readList, readText, writeFields, writeText } from './values.ts';
import { writeLegacy, writeModern } from './write-text.ts';

function linesOf(source: string | Uint8Array): readonly ContentLine[] {
  return readContentText(source).components[0]?.lines ?? [];
}

function legacy(...lines: readonly string[]): string {
  return ['BEGIN:VCARD', 'VERSION:2.1', ...lines, 'END:VCARD', ''].join('\r\n');
}

function modern(...lines: readonly string[]): string {
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');
}

describe('names and parameters', () => {
  it.each<[string, string, Partial<ContentLine>]>([
    ['bare types', 'TEL;HOME;VOICE:1', { name: 'TEL', params: types('HOME', 'VOICE'), value: '1' }],
    [
      'lower case and blanks',
      'tel ; home = x ; pref : 1',
      { name: 'TEL', params: [{ name: 'HOME', values: ['x'] }, ...types('pref')], value: '1' },
    ],
    [
      '3.0 types in 2.1',
      'EMAIL;TYPE=INTERNET,PREF:a@b',
      { params: [{ name: 'TYPE', values: ['INTERNET', 'PREF'] }] },
    ],
    ['a group', 'A.TEL:1', { group: 'A', name: 'TEL' }],
    ['quoted colon', 'X-A;P="a:b;c":v', { params: [{ name: 'P', values: ['a:b;c'] }], value: 'v' }],
    ['a quote that is never closed', 'X-A;P="a:v', { params: [{ name: 'P', values: ['"a'] }], value: 'v' }],
    [
      'bare encoding',
      'NOTE;QUOTED-PRINTABLE:=41',
      { params: [{ name: 'ENCODING', values: ['QUOTED-PRINTABLE'] }], value: 'A' },
    ],
    ['a colon in the value', 'URL:http://example.org', { value: 'http://example.org' }],
    ['escaped semicolon in a parameter', 'X-A;P=a\\;b:v', { params: [{ name: 'P', values: ['a;b'] }] }],
  ])('%s', (_name, text, expected) => {
    expect(linesOf(legacy(text))[1]).toMatchObject(expected);
  });

  it('undoes RFC 6868 in modern parameters and writes it again', () => {
    const text = modern('X-A;P="^\'a^^b^n:":v');
    const line = linesOf(text)[1];
    expect(line?.params).toEqual([{ name: 'P', values: ['"a^b\n:'] }]);
    const { source: _source, ...plain } = line ?? { name: '', params: [], value: '' };
    expect(writeModern({ name: 'VCARD', lines: [plain], components: [] })).toContain(
      'X-A;P="^\'a^^b^n:":v\r\n',
    );
  });
});

describe('physical lines', () => {
  const text = legacy('N:a;b', 'NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=', 'two', 'TEL:1');

  it.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CR CR LF', '\r\r\n'],
  ])('%s line ends read alike', (_name, end) => {
    expect(readContentText(text.replaceAll('\r\n', end))).toEqual(readContentText(text));
  });

  it.each<[string, readonly string[], string]>([
    ['several soft breaks', ['NOTE;QUOTED-PRINTABLE:a=', ' b=', 'c'], 'a bc'],
    ['blanks behind a soft break', ['NOTE;QUOTED-PRINTABLE:a=  ', 'b'], 'ab'],
    ['a soft break before the last END', ['NOTE;QUOTED-PRINTABLE:a='], 'a'],
    ['a note that ends a card', ['NOTE;QUOTED-PRINTABLE:a=0D=0A=', 'END:VCARD', 'TEL:1'], 'a\nEND:VCARD'],
    ['a stray =', ['NOTE;QUOTED-PRINTABLE:a=zb'], 'a=zb'],
    ['line ends of the Nokia N9', ['NOTE;QUOTED-PRINTABLE:a==0A=0D=', 'b'], 'a\nb'],
    ['a fold keeps its blank in 2.1', ['NOTE:a', ' b'], 'a b'],
  ])('%s', (_name, lines, value) => {
    expect(linesOf(legacy(...lines))[1]?.value).toBe(value);
  });

  it('unfolds 3.0 without the blank, also inside a UTF-8 sequence', () => {
    expect(linesOf(modern('NOTE:a', ' b', '\tc'))[1]?.value).toBe('abc');
    const octets = Buffer.from(modern('NOTE:é'), 'utf8');
    const at = octets.indexOf(0xc3) + 1;
    const split = Buffer.concat([octets.subarray(0, at), Buffer.from('\r\n '), octets.subarray(at)]);
    expect(linesOf(split)[1]?.value).toBe('é');
  });

  it.each<[string, readonly string[]]>([
    ['indented, ended by an empty line', ['PHOTO;BASE64:', ' QUJD', ' REVG', '', 'TEL:1']],
    ['not indented', ['PHOTO;ENCODING=BASE64:QUJD', 'REVG', 'TEL:1']],
    ['no empty line', ['PHOTO;ENCODING=b:QUJD', ' REVG', 'TEL:1']],
    ['an empty line in front', ['PHOTO;ENCODING=BASE64:', '', ' QUJDREVG', '', 'TEL:1']],
    ['in one line', ['PHOTO;ENCODING=BASE64:QUJDREVG', 'TEL:1']],
  ])('base64 %s', (_name, lines) => {
    const [, photo, tel] = linesOf(legacy(...lines));
    expect(photo?.value).toBe('QUJDREVG');
    expect(tel?.name).toBe('TEL');
  });
});

describe('components', () => {
  it('nests after AGENT, else takes a second BEGIN for a missing END', () => {
    const nested = readContentText(legacy('AGENT:', 'BEGIN:VCARD', 'N:x', 'END:VCARD', 'TEL:1')).components;
    expect(nested).toHaveLength(1);
    expect(nested[0]?.components[0]?.lines[0]?.value).toBe('x');
    expect(nested[0]?.lines.at(-1)?.name).toBe('TEL');
    expect(
      readContentText('BEGIN:VCARD\nN:a\nBEGIN:VCARD\nN:b\n').components.map((one) => one.lines[0]?.value),
    ).toEqual(['a', 'b']);
  });

  it('skips junk around, a byte order mark and a wrong END', () => {
    const text = `\u{feff}junk\r\nBEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY:s\r\nEND:VTODO\r\nEND:VCALENDAR\r\nmore:junk`;
    const [calendar] = readContentText(text).components;
    expect(calendar?.components[0]?.lines.map((line) => line.value)).toEqual(['s']);
    expect(linesOf(Buffer.from(`\u{feff}${legacy('TEL:1')}`))).toHaveLength(2);
  });

  it('keeps a line without colon of a modern text verbatim', () => {
    const [card] = readContentText(modern('NOTE:a', 'broken line', 'TEL:1')).components;
    expect(writeModern(card ?? { name: '', lines: [], components: [] })).toBe(
      modern('NOTE:a', 'broken line', 'TEL:1'),
    );
  });

  it('refuses deep nesting and endless texts', () => {
    const deep = Array.from({ length: 40 }, (_, at) => `BEGIN:X${String(at)}`).join('\n');
    expect(() => readContentText(deep)).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(() => readContentText(new Uint8Array(33 * 1024 * 1024))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
  });
});

describe('charsets', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(legacy('N:Zoë')), 'Zoë'],
    ['Windows-1252 without a word', iconv.encode(legacy('N:Zoë €'), 'windows-1252'), 'Zoë €'],
    ['by CHARSET', iconv.encode(legacy('N;CHARSET=SHIFT_JIS:山田'), 'shift_jis'), '山田'],
    ['CHARSET=UTF-8 that is not', iconv.encode(legacy('N;CHARSET=UTF-8:Zoë'), 'latin1'), 'Zoë'],
    ['an unknown CHARSET', Buffer.from(legacy('N;CHARSET=KLINGON:Zoë')), 'Zoë'],
    ['UTF-16', iconv.encode(legacy('N:Zoë 🎉'), 'utf-16le', { addBOM: true }), 'Zoë 🎉'],
  ])('%s', (_name, octets, value) => {
    expect(linesOf(octets)[1]?.value).toBe(value);
  });

  it('decodes each property by its own', () => {
    const mixed = Buffer.concat([
      Buffer.from('BEGIN:VCARD\r\nN:Zoë\r\nORG;CHARSET=ISO-8859-5:'),
      iconv.encode('Иван', 'iso-8859-5'),
    ]);
    expect(linesOf(mixed).map((line) => line.value)).toEqual(['Zoë', 'Иван']);
  });
});

describe('quoted-printable', () => {
  it('agrees with an independent decoder, in lines of at most 76 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(60), (text, used) => {
        const binary = Buffer.from(text).toString('latin1');
        const rows = encodeQuotedPrintable(binary, used);
        expect(rows.every((row, at) => row.length + (at === 0 ? used : 0) <= Math.max(76, used + 1))).toBe(
          true,
        );
        expect(Buffer.from(libqp.decode(rows.join('\r\n'))).toString('latin1')).toBe(binary);
        const joined = rows.map((row, at) => (at < rows.length - 1 ? row.slice(0, -1) : row)).join('');
        expect(decodeQuotedPrintable(joined)).toBe(binary);
      }),
    );
  });

  it('never parts a UTF-8 sequence', () => {
    const rows = encodeQuotedPrintable(Buffer.from('é'.repeat(80)).toString('latin1'), 1);
    expect(rows.every((row) => /^(=C3=A9)*=?$/.test(row))).toBe(true);
  });
});

describe('values', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('\\', ';', ',', '\n', '\\n', '\\;', ' ', 'é', '🎉', 'a'),
        fc.string({ maxLength: 3 }),
      ),
    )
    .map((parts) => parts.join(''));

  it.each(['legacy', 'modern'] as const)('%s text and fields come back', (dialect) => {
    fc.assert(
      fc.property(
        text,
        fc.array(
          text.map((one) => one.trim()),
          { minLength: 1, maxLength: 5 },
        ),
        (one, fields) => {
          const lines = [
            { name: 'NOTE', params: [], value: writeText(one, dialect) },
            { name: 'ADR', params: [], value: writeFields(fields, dialect) },
          ];
          const component = { name: 'VCARD', lines, components: [] };
          const written =
            dialect === 'legacy'
              ? writeLegacy(component, { quotedPrintable: true, charset: 'UTF-8' })
              : writeModern(component);
          const head = dialect === 'legacy' ? 'BEGIN:VCARD\r\nVERSION:2.1' : 'BEGIN:VCARD\r\nVERSION:3.0';
          const [, note, adr] = linesOf(written.replace('BEGIN:VCARD', head));
          expect(note === undefined ? undefined : readText(note, dialect)).toBe(one);
          expect(adr === undefined ? undefined : readFields(adr, dialect)).toEqual(fields);
        },
      ),
    );
  });

  it('modern text reads as ical.js reads it', () => {
    fc.assert(
      fc.property(text, (one) => {
        const lines = [{ name: 'DESCRIPTION', params: [], value: writeText(one, 'modern') }];
        const written = writeModern({ name: 'VEVENT', lines, components: [] });
        expect(ICAL.Component.fromString(written).getFirstPropertyValue('description')).toBe(one);
      }),
    );
  });

  it('splits lists by the habits of each dialect', () => {
    expect(readList({ value: 'a;b, c' }, 'legacy')).toEqual(['a', 'b', 'c']);
    expect(readList({ value: 'a\\,b,c,' }, 'modern')).toEqual(['a,b', 'c']);
  });
});

describe('speed', () => {
  it.each<[string, string]>([
    [
      'a photo of 4 MB in short lines',
      legacy(
        'PHOTO;ENCODING=BASE64:',
        Array.from({ length: 60_000 }, () => ` ${'A'.repeat(72)}`).join('\r\n'),
        '',
      ),
    ],
    ['one line of 4 MB', legacy(`NOTE:${'a'.repeat(4_000_000)}`)],
    ['backslashes', legacy(`NOTE:${'\\'.repeat(1_000_000)}`)],
    [
      'soft breaks',
      legacy('NOTE;QUOTED-PRINTABLE:=', Array.from({ length: 200_000 }, () => 'a=').join('\r\n')),
    ],
    ['folds', modern('NOTE:a', Array.from({ length: 200_000 }, () => ' a').join('\r\n'))],
    ['quotes', legacy(`X-A;${'"'.repeat(500_001)}:v`)],
    ['parameters', legacy(`X-A${';a'.repeat(200_000)}:v`)],
    ['lines without colon', legacy(Array.from({ length: 200_000 }, () => 'a').join('\r\n'))],
  ])('%s does not run away (what is quadratic here runs into the time limit)', (_name, text) => {
    expect(readContentText(text).components).toHaveLength(1);
  });
});

function types(...values: readonly string[]) {
  return values.map((value) => ({ name: 'TYPE', values: [value] }));
}
