/** Properties that keep two sides from talking in circles: there and back is the same, and nothing is lost on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhoneCapabilities } from '@anchorage/model';
import { writeLegacy, writeModern } from '../text/write-text.ts';
import { writeFields, writeText } from '../text/values.ts';
import type { ContentLine } from '../text/content-line.ts';
import { PimError } from '../pim-error.ts';
import { readBody } from './card.ts';
import { contacts } from './index.ts';
import { card, line, phoneListing, phoneWith } from './test-capabilities.ts';

const runs = { numRuns: 100 };
const now = Date.UTC(2024, 4, 1, 12);

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'Zoë',
        'ß',
        '山田',
        '🎉',
        ' ',
        ';',
        ',',
        '\\',
        '\n',
        '\\n',
        '\\,',
        '\\;',
        '=',
        ':',
        '"',
        'END:VCARD',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join('').replace(/[\p{Cc}--\n]/gv, ''));
const word = text.map((one) => one.replace(/\s+/g, ' ').trim());
const number = fc.stringMatching(/^\+?[0-9]{3,12}$/);
const types = fc.constantFrom(
  [],
  ['HOME'],
  ['WORK'],
  ['CELL'],
  ['HOME', 'FAX'],
  ['WORK', 'VOICE'],
  ['PREF', 'CELL'],
  ['VOICE'],
);

interface Contact {
  readonly name: readonly string[];
  readonly numbers: readonly { readonly number: string; readonly types: readonly string[] }[];
  readonly mails: readonly string[];
  readonly address: readonly string[];
  readonly organization: readonly string[];
  readonly title: string;
  readonly note: string;
  readonly birthday: string;
}

const contact: fc.Arbitrary<Contact> = fc.record({
  name: fc.array(word, { minLength: 1, maxLength: 5 }),
  numbers: fc.uniqueArray(fc.record({ number, types }), {
    maxLength: 5,
    selector: (one) => one.number.replace(/^\+/, ''),
  }),
  mails: fc.uniqueArray(fc.emailAddress(), { maxLength: 3, selector: (one) => one.toLowerCase() }),
  address: fc.array(text, { minLength: 7, maxLength: 7 }),
  organization: fc.array(word, { minLength: 1, maxLength: 3 }),
  title: word,
  note: text,
  birthday: fc.constantFrom('', '19700131', '2004-02-29'),
});

function viewOf(one: Contact, version: '2.1' | '3.0'): string {
  const dialect = version === '2.1' ? 'legacy' : 'modern';
  const line = (name: string, value: string, kinds: readonly string[] = []): ContentLine => ({
    name,
    params: kinds.map((kind) => ({ name: 'TYPE', values: [kind] })),
    value,
  });
  const lines = [
    line('VERSION', version),
    line('N', writeFields(one.name, dialect)),
    ...one.numbers.map((tel) => line('TEL', tel.number, tel.types)),
    ...one.mails.map((mail) => line('EMAIL', writeText(mail, dialect), ['INTERNET'])),
    line('ADR', writeFields(one.address, dialect), ['HOME']),
    line('ORG', writeFields(one.organization, dialect)),
    line('TITLE', writeText(one.title, dialect)),
    line('NOTE', writeText(one.note, dialect)),
    line('BDAY', one.birthday),
  ];
  const vcard = { name: 'VCARD', lines, components: [] };
  return version === '2.1'
    ? writeLegacy(vcard, { quotedPrintable: true, charset: 'UTF-8' })
    : writeModern(vcard);
}

const phones: readonly (readonly [string, PhoneCapabilities])[] = [
  ['2.1', phoneWith()],
  ['2.1 with plain UTF-8', phoneWith({ quotedPrintable: false })],
  ['2.1 in Latin-1', phoneWith({ charset: 'ISO-8859-1' })],
  ['3.0', phoneWith({ contentType: 'text/vcard' })],
  [
    'short fields',
    phoneListing({
      N: { maxSize: 12 },
      TEL: { maxOccur: 2, types: ['HOME', 'CELL', 'WORK'] },
      EMAIL: { maxOccur: 1, maxSize: 20, noTruncate: true },
      ORG: { maxSize: 7 },
      NOTE: { maxSize: 9 },
      TITLE: { maxSize: 5, noTruncate: true },
    }),
  ],
];

describe.each(phones)('a phone with %s', (_name, capabilities) => {
  const version = capabilities.contentType === 'text/vcard' ? '3.0' : '2.1';

  it('gets back what it sent', () => {
    fc.assert(
      fc.property(contact, (one) => {
        const sent = viewOf(one, version);
        const body = contacts.create(sent, { uid: 'u', now, capabilities });
        expect(contacts.sameOnPhone(contacts.image(body, '', capabilities).view, sent, capabilities)).toBe(
          true,
        );
      }),
      runs,
    );
  });

  it('changes nothing by returning what it was shown', () => {
    fc.assert(
      fc.property(
        contact,
        fc.constantFrom('merge', 'phone-wins', 'cloud-wins', 'keep-both'),
        (one, policy) => {
          const body = contacts.create(viewOf(one, '3.0'), { uid: 'u', now, capabilities: phoneWith() });
          const { view } = contacts.image(body, '', capabilities);
          const edit = { body, recurrenceId: '', incoming: view, capabilities, policy, now } as const;
          expect(contacts.apply({ ...edit, view })).toEqual({ body, changed: false, conflicts: [] });
          expect(contacts.apply({ ...edit, view: null })).toEqual({ body, changed: false, conflicts: [] });
        },
      ),
      runs,
    );
  });

  it('tells the same traits as the body it was made from', () => {
    fc.assert(
      fc.property(contact, (one) => {
        const body = contacts.create(viewOf(one, '3.0'), { uid: 'u', now, capabilities: phoneWith() });
        const { view } = contacts.image(body, '', capabilities);
        expect(contacts.traitsOfView(view, capabilities).content).toBe(
          contacts.traitsOfBody(body, '', capabilities).content,
        );
      }),
      runs,
    );
  });

  it('loses nothing when both sides edit', () => {
    fc.assert(
      fc.property(contact, contact, contact, (base, onPhone, inCloud) => {
        const item = { uid: 'u', now, capabilities: phoneWith() };
        const extra = 'item7.X-OWN;X-P=1:kept; as, it is';
        const withExtra = (body: string): string =>
          body.replace(/END:VCARD\r\n$/, `${extra}\r\nEND:VCARD\r\n`);
        const before = withExtra(contacts.create(viewOf(base, '3.0'), item));
        const body = withExtra(contacts.create(viewOf(inCloud, '3.0'), item));
        const { view } = contacts.image(before, '', capabilities);
        const edit = {
          body,
          recurrenceId: '',
          view,
          incoming: viewOf(onPhone, version),
          capabilities,
          policy: 'merge',
          now,
        } as const;
        const outcome = contacts.apply(edit);
        expect(line(outcome.body, 'item7')).toBe(extra);
        expect(line(outcome.body, 'UID')).toBe('UID:u');
        // What the phone added has come; what the cloud added is there unless the phone put something in its place.
        const had = new Set(base.numbers.map(bare));
        const held = new Set(
          contacts.traitsOfBody(outcome.body, '', capabilities).marks.map((mark) => bare({ number: mark })),
        );
        const fresh = (numbers: Contact['numbers']) => numbers.map(bare).filter((one) => !had.has(one));
        expect(fresh(onPhone.numbers).filter((one) => !held.has(one))).toEqual([]);
        const gone = fresh(inCloud.numbers).filter((one) => !held.has(one));
        const instead = fresh(onPhone.numbers).filter((one) => held.has(one));
        expect(gone.length).toBeLessThanOrEqual(Math.min(instead.length, base.numbers.length));
        // Sent once more, the same edit is no edit.
        const shown = contacts.image(outcome.body, '', capabilities).view;
        const again = contacts.apply({ ...edit, body: outcome.body, view: shown, incoming: shown });
        expect(again.changed).toBe(false);
        expect(readBody(outcome.body).lines.filter((one) => one.name === 'FN')).toHaveLength(1);
      }),
      runs,
    );
  });
});

function bare(one: { readonly number: string }): string {
  return one.number.replace(/^\+/, '');
}

describe('a body', () => {
  it('is written in lines of at most 75 octets and reads back unchanged', () => {
    fc.assert(
      fc.property(contact, (one) => {
        const body = contacts.create(viewOf(one, '2.1'), { uid: 'u', now, capabilities: phoneWith() });
        expect(body.split('\r\n').every((row) => Buffer.byteLength(row) <= 75)).toBe(true);
        expect(body).not.toContain('\u{fffd}');
        expect(contacts.normalise(body)).toBe(contacts.normalise(body.replaceAll('\r\n ', '')));
      }),
      runs,
    );
  });

  it('keeps text exactly', () => {
    fc.assert(
      fc.property(text, (note) => {
        const sent = writeLegacy(
          {
            name: 'VCARD',
            lines: [
              { name: 'VERSION', params: [], value: '2.1' },
              { name: 'NOTE', params: [], value: writeText(note, 'legacy') },
            ],
            components: [],
          },
          { quotedPrintable: true, charset: 'UTF-8' },
        );
        const body = contacts.create(sent, { uid: 'u', now, capabilities: phoneWith() });
        const kept = line(body, 'NOTE');
        expect(kept).toBe(note.trim() === '' ? '' : `NOTE:${writeText(note, 'modern')}`);
      }),
      runs,
    );
  });
});

describe('bad input', () => {
  const whole = card(
    '2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg',
    'PHOTO;ENCODING=BASE64;TYPE=JPEG:',
    ' /9j/4AAQSkZJRgABAQEASABIAAD',
    '',
    'NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=',
    'two',
    'item1.TEL;HOME:1',
  );

  it.each(['2.1', '3.0'])('cut after any octet is read or refused (%s)', (version) => {
    const octets = Buffer.from(
      version === '2.1' ? whole : contacts.create(whole, { uid: 'u', now, capabilities: phoneWith() }),
    );
    for (let length = 0; length <= octets.length; length += 1) attempt(octets.subarray(0, length));
  });

  it('with rubbish is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (rubbish, at) => {
        const octets = Buffer.from(whole);
        attempt(Buffer.concat([octets.subarray(0, at), rubbish, octets.subarray(at)]));
        attempt(Buffer.concat([octets, rubbish]));
      }),
      runs,
    );
  });

  function attempt(octets: Uint8Array): void {
    const view = readable(octets);
    if (view === undefined) return;
    const body = contacts.create(view, { uid: 'u', now, capabilities: phoneWith() });
    const shown = contacts.image(body, '', phoneWith()).view;
    expect(contacts.sameOnPhone(view, shown, phoneWith())).toBe(true);
    expect(
      contacts.apply({
        body,
        recurrenceId: '',
        view: shown,
        incoming: shown,
        capabilities: phoneWith(),
        policy: 'merge',
        now,
      }).changed,
    ).toBe(false);
  }
});

/** The view, or undefined when it was refused as it should be; anything else than a PimError fails the test. */
function readable(octets: Uint8Array): string | undefined {
  try {
    return contacts.readPhone(octets, null, phoneWith());
  } catch (error) {
    if (error instanceof PimError) return undefined;
    throw error;
  }
}
