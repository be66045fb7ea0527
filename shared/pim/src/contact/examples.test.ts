/** The worked examples of the datasync formats, contacts: E01 to E16, E39, E40. */
import { describe, expect, it } from 'vitest';
import type { PhoneCapabilities } from '@anchorage/model';
import { contacts } from './index.ts';
import { card, line, linesOf, phoneListing, phoneWith } from './test-capabilities.ts';

const now = Date.UTC(2024, 4, 1, 12);

function created(view: string, capabilities: PhoneCapabilities = phoneWith()): string {
  return contacts.create(view, { uid: 'generated', now, capabilities });
}

function shown(body: string, capabilities: PhoneCapabilities = phoneWith()): string {
  return contacts.image(body, '', capabilities).view;
}

function edited(
  body: string,
  view: string | null,
  incoming: string,
  capabilities: PhoneCapabilities = phoneWith(),
) {
  return contacts.apply({ body, recurrenceId: '', view, incoming, capabilities, policy: 'merge', now });
}

describe('a new contact from a phone', () => {
  it('E01 minimal', () => {
    expect(linesOf(created(card('2.1', 'N:Virtanen;Aino', 'TEL;CELL:+358401234567')))).toEqual([
      'UID:generated',
      'N:Virtanen;Aino;;;',
      'FN:Aino Virtanen',
      'TEL;TYPE=CELL:+358401234567',
    ]);
  });

  it.each([
    [
      'E02 quoted-printable name',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg',
      'N:Müller;Jörg;;;',
    ],
    [
      'E03 ISO-8859-1 name',
      'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg',
      'N:Müller;Jörg;;;',
    ],
    ['E04 bare parameters', 'TEL;VOICE;PREF;WORK:0301234', 'TEL;TYPE=WORK,VOICE,PREF:0301234'],
    [
      'E05 soft breaks',
      'NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Call before visiting.=0D=0A=\r\nDoor code: 4711=3DA=0D=0A=\r\nAsk for =C3=85sa',
      'NOTE:Call before visiting.\\nDoor code: 4711=A\\nAsk for Åsa',
    ],
    ['E06 comma and semicolon', 'ORG:Fish, Chips\\; Co;Sales', 'ORG:Fish\\, Chips\\; Co;Sales'],
    ['E07 backslash', 'NOTE:C:\\temp', 'NOTE:C:\\\\temp'],
    [
      'E08 line break in the street',
      'ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;Hauptstra=C3=9Fe 5=0D=\r\n=0A=\r\nHinterhaus;K=C3=B6ln;;50667;Deutschland',
      'ADR;TYPE=HOME:;;Hauptstraße 5\\nHinterhaus;Köln;;50667;Deutschland',
    ],
    ['E10 basic date', 'BDAY:19700131', 'BDAY:1970-01-31'],
    ['E10 extended date', 'BDAY:1970-01-31', 'BDAY:1970-01-31'],
    [
      'E16 types of 3.0 (DS-121)',
      'EMAIL;TYPE=INTERNET,PREF:a@b.example',
      'EMAIL;TYPE=INTERNET,PREF:a@b.example',
    ],
    ['E16 line break of 3.0 (DS-121)', 'NOTE:one\\ntwo', 'NOTE:one\\ntwo'],
    ['E16 a literal backslash beside it', 'NOTE:C:\\one\\ntwo', 'NOTE:C:\\\\one\\\\ntwo'],
  ])('%s', (_name, sent, kept) => {
    const name = /^([A-Z]+)/.exec(kept)?.[1] ?? '';
    expect(line(created(card('2.1', sent)), name.concat(kept[name.length] ?? ''))).toBe(kept);
  });

  it('E09 photo, ended by the empty line', () => {
    const photo = [
      'PHOTO;ENCODING=BASE64;TYPE=JPEG:',
      ' /9j/4AAQSkZJRgABAQEASABIAAD',
      ' /2wBDAP//////////////////',
      '',
    ];
    const body = created(card('2.1', 'N:;', ...photo, 'TEL:1'));
    expect(line(body, 'PHOTO')).toBe(
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////',
    );
    expect(line(body, 'TEL')).toBe('TEL:1');
  });

  it('E11 organisation only', () => {
    const body = created(card('2.1', 'N:;', 'ORG:Harbour Office'));
    expect(linesOf(body)).toEqual(['UID:generated', 'N:;;;;', 'FN:Harbour Office', 'ORG:Harbour Office']);
  });

  it('E12 nickname of S60 (DS-121)', () => {
    const s60 = phoneListing({ N: {}, 'X-EPOCSECONDNAME': {} });
    const body = created(card('2.1', 'N:Virtanen;Aino', 'X-EPOCSECONDNAME:Ville'), s60);
    expect(line(body, 'NICKNAME')).toBe('NICKNAME:Ville');
    expect(line(shown(body, s60), 'X-')).toBe('X-EPOCSECONDNAME:Ville');
  });
});

describe('a contact on the phone', () => {
  it.each([
    ['E02', 'N:Müller;Jörg;;;', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;'],
    ['E06', 'ORG:Fish\\, Chips\\; Co;Sales', 'ORG:Fish, Chips\\; Co;Sales'],
    ['E07', 'NOTE:C:\\\\temp', 'NOTE:C:\\temp'],
    ['E10', 'BDAY:1970-01-31', 'BDAY:19700131'],
    ['E15', 'NOTE:Party 🎉', 'NOTE:Party ?'],
  ])('%s %s', (_name, kept, sent) => {
    const name = /^([A-Z]+)/.exec(kept)?.[1] ?? '';
    const charset = kept.includes('🎉') ? 'ISO-8859-1' : 'UTF-8';
    expect(line(shown(card('3.0', 'FN:x', kept), phoneWith({ charset })), name)).toBe(sent);
  });

  it('E04 becomes PREF=1 in a 4.0 body', () => {
    const body = card('4.0', 'UID:1', 'FN:Aino', 'N:;Aino;;;');
    const incoming = card('2.1', 'N:;Aino;;;', 'TEL;VOICE;PREF;WORK:0301234');
    expect(line(edited(body, shown(body), incoming).body, 'TEL')).toBe('TEL;TYPE=work,voice;PREF=1:0301234');
  });

  it('E10 a birthday without year is not sent and stays', () => {
    const body = card('4.0', 'UID:1', 'FN:Aino', 'N:;Aino;;;', 'BDAY:--0131');
    const view = shown(body);
    expect(view).not.toContain('BDAY');
    expect(edited(body, view, card('2.1', 'N:;Aino'))).toEqual({ body, changed: false, conflicts: [] });
    expect(line(edited(body, view, card('2.1', 'N:;Aina')).body, 'BDAY')).toBe('BDAY:--0131');
  });

  it('E13 limited slots (M6, DS-121)', () => {
    const phone = phoneListing({ N: {}, TEL: { maxOccur: 2, types: ['HOME', 'CELL'] } });
    const body = card(
      '3.0',
      'UID:1',
      'FN:A',
      'N:A;;;;',
      'TEL;TYPE=HOME:111',
      'TEL;TYPE=HOME,PREF:222',
      'TEL;TYPE=CELL:333',
    );
    const view = shown(body, phone);
    expect(line(view, 'TEL')).toBe('TEL;HOME:222\nTEL;CELL:333');
    const outcome = edited(body, view, card('2.1', 'N:A', 'TEL;HOME:229', 'TEL;CELL:333'), phone);
    expect(line(outcome.body, 'TEL')).toBe('TEL;TYPE=HOME:111\nTEL;TYPE=HOME,PREF:229\nTEL;TYPE=CELL:333');
  });

  it('E14 a custom label survives (M3, M4, DS-121)', () => {
    const body = card('3.0', 'UID:1', 'FN:A', 'N:A;;;;', 'item1.TEL:555', 'item1.X-ABLabel:Boat');
    const view = shown(body);
    expect(line(view, 'TEL')).toBe('TEL:555');
    expect(edited(body, view, card('2.1', 'N:A', 'TEL;VOICE:555'))).toEqual({
      body,
      changed: false,
      conflicts: [],
    });
    const changed = edited(body, view, card('2.1', 'N:A', 'TEL;VOICE:556')).body;
    expect(line(changed, 'item1')).toBe('item1.TEL:556\nitem1.X-ABLabel:Boat');
  });

  it('E15 an emoji on a phone without (M4, DS-121)', () => {
    const phone = phoneWith({ charset: 'ISO-8859-1' });
    const body = card('3.0', 'UID:1', 'FN:A', 'N:A;;;;', 'NOTE:Party 🎉');
    const view = shown(body, phone);
    expect(edited(body, view, card('2.1', 'N:A', 'NOTE:Party ?'), phone).changed).toBe(false);
    expect(line(edited(body, view, card('2.1', 'N:A', 'NOTE:Party now'), phone).body, 'NOTE')).toBe(
      'NOTE:Party now',
    );
  });

  it('E15 the phone loses it without having said so', () => {
    const body = card('3.0', 'UID:1', 'FN:A', 'N:A;;;;', 'NOTE:Party 🎉');
    expect(edited(body, shown(body), card('2.1', 'N:A', 'NOTE:Party ??')).changed).toBe(false);
  });
});

describe('merging', () => {
  it('E39 an unsupported field is kept, FN follows the name (M1, M7, DS-121)', () => {
    const phone = phoneListing({ N: {}, TEL: {} });
    const rest = ['ADR;TYPE=HOME:;;Kai 1;Turku;;20100;Finland', 'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ'];
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;;;', 'FN:Jane Doe', 'TEL:1', ...rest);
    const outcome = edited(body, shown(body, phone), card('2.1', 'N:Doe;Janet', 'TEL:1'), phone);
    expect(outcome.changed).toBe(true);
    expect(linesOf(outcome.body)).toEqual(['UID:1', 'N:Doe;Janet;;;', 'FN:Janet Doe', 'TEL:1', ...rest]);
  });

  it('E40 both sides changed (M11, DS-121)', () => {
    const body = card('3.0', 'UID:1', 'N:Doe;;;;', 'FN:Doe', 'TEL:1', 'EMAIL:b@example.org');
    const view = card('2.1', 'N:Doe', 'TEL:1', 'EMAIL:a@example.org');
    const outcome = edited(body, view, card('2.1', 'N:Doe', 'TEL:2', 'EMAIL:a@example.org'));
    expect(linesOf(outcome.body)).toEqual(['UID:1', 'N:Doe;;;;', 'FN:Doe', 'TEL:2', 'EMAIL:b@example.org']);
    expect(outcome.conflicts).toEqual([]);
  });
});
