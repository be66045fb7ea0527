import { describe, expect, it } from 'vitest';
import { expectCase, now } from './apply-fixture.ts';
import type { Case } from './apply-fixture.ts';
import { contacts } from './index.ts';
import { card, line, linesOf, phoneListing, phoneWith } from './test-capabilities.ts';

describe('what a phone changed', () => {
  it.each<[string, Case]>([
    [
      'a number, and nothing beside it (M3, DS-121)',
      {
        body: ['TEL;TYPE=CELL;X-P=1:1', 'TEL:2'],
        incoming: ['TEL;CELL:3', 'TEL:2'],
        result: ['TEL;TYPE=CELL;X-P=1:3', 'TEL:2'],
      },
    ],
    [
      'only its blanks (M4, DS-121)',
      {
        body: ['TEL:+1 (555) 10-20'],
        incoming: ['TEL;VOICE;PREF:+15551020'],
        result: ['TEL:+1 (555) 10-20'],
      },
    ],
    [
      'a type',
      {
        body: ['TEL;TYPE=HOME,VOICE,PREF:1'],
        incoming: ['TEL;WORK:1'],
        result: ['TEL;TYPE=WORK,VOICE,PREF:1'],
      },
    ],
    [
      'added one, in another order (M6, DS-121)',
      {
        body: ['TEL:1', 'NOTE:x'],
        incoming: ['NOTE:x', 'TEL:2', 'TEL:1'],
        result: ['TEL:1', 'TEL:2', 'NOTE:x'],
      },
    ],
    [
      'removed one with its label (M2, DS-121)',
      {
        body: ['item1.TEL:1', 'item1.X-ABLabel:Boat', 'TEL;TYPE=HOME:2'],
        incoming: ['TEL;HOME:2'],
        result: ['TEL;TYPE=HOME:2'],
      },
    ],
    [
      'a number it had before it told how many it holds (M6, DS-121)',
      {
        body: ['TEL;TYPE=CELL:1', 'TEL;TYPE=HOME:2'],
        view: ['TEL;CELL:1', 'TEL;HOME:2'],
        incoming: ['TEL;CELL:1', 'TEL;HOME:3'],
        phone: phoneListing({ N: {}, TEL: { maxOccur: 1 } }),
        result: ['TEL;TYPE=CELL:1', 'TEL;TYPE=HOME:3'],
      },
    ],
    ['wrote it empty', { body: ['EMAIL:a@example.org'], incoming: ['EMAIL:', 'PHOTO:'], result: [] }],
    [
      'left out a property it does not list (M1, DS-121)',
      { body: ['NOTE:x'], incoming: [], phone: phoneListing({ N: {}, TEL: {} }), result: ['NOTE:x'] },
    ],
    [
      'told one it does not list',
      { body: [], incoming: ['NOTE:x'], phone: phoneListing({ N: {}, TEL: {} }), result: ['NOTE:x'] },
    ],
    [
      'one part of the address',
      {
        body: ['ADR;TYPE=HOME:;;Kai 1\\, 2;Turku;;20100;Finland'],
        incoming: ['ADR;HOME:;;Kai 1, 2;Turku;;20200;Finland'],
        result: ['ADR;TYPE=HOME:;;Kai 1\\, 2;Turku;;20200;Finland'],
      },
    ],
    [
      'left out the last parts',
      { body: ['ORG:Harbour;Office'], incoming: ['ORG:Port'], result: ['ORG:Port;Office'] },
    ],
    [
      'returned a cut note (M5, DS-121)',
      {
        body: ['NOTE:Hello wonderful world'],
        incoming: ['NOTE:Hello'],
        phone: phoneListing({ N: {}, NOTE: { maxSize: 5 } }),
        result: ['NOTE:Hello wonderful world'],
      },
    ],
    [
      'changed a cut note',
      {
        body: ['NOTE:Hello wonderful world'],
        incoming: ['NOTE:Hallo'],
        phone: phoneListing({ N: {}, NOTE: { maxSize: 5 } }),
        result: ['NOTE:Hallo'],
      },
    ],
    [
      'cuts what it was sent before it told its sizes',
      {
        body: ['NOTE:Hello wonderful world'],
        view: ['NOTE:Hello wonderful world'],
        incoming: ['NOTE:Hello'],
        phone: phoneListing({ N: {}, NOTE: { maxSize: 5 } }),
        result: ['NOTE:Hello wonderful world'],
      },
    ],
    [
      'a photo (M8, DS-121)',
      {
        body: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'],
        incoming: ['PHOTO;ENCODING=BASE64;TYPE=image/jpeg:QUJE'],
        result: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJE'],
      },
    ],
    [
      'the same photo (M8, DS-121)',
      {
        body: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'],
        incoming: ['PHOTO;JPEG;BASE64:QUJD'],
        result: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'],
      },
    ],
    [
      'removed the photo (M8, DS-121)',
      { body: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'], incoming: [], result: [] },
    ],
    [
      'never had the photo (M8, DS-121)',
      {
        body: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'],
        incoming: [],
        phone: phoneWith({ maxPhoto: 0 }),
        result: ['PHOTO;ENCODING=b;TYPE=JPEG:QUJD'],
      },
    ],
    [
      'a link for a photo stays',
      {
        body: ['PHOTO;VALUE=uri:https://example.org/p.jpg'],
        incoming: [],
        result: ['PHOTO;VALUE=uri:https://example.org/p.jpg'],
      },
    ],
    [
      'a birthday that is none',
      { body: ['BDAY:1970-01-31'], incoming: ['BDAY:31.1.70'], result: ['BDAY:1970-01-31'] },
    ],
    ['zeros for a birthday', { body: ['BDAY:1970-01-31'], incoming: ['BDAY:0000-00-00'], result: [] }],
    [
      'a category',
      {
        body: ['CATEGORIES:Friends,A\\,B'],
        incoming: ['CATEGORIES:Friends;Boat'],
        phone: phoneListing({ N: {}, CATEGORIES: {} }),
        view: ['CATEGORIES:Friends'],
        result: ['CATEGORIES:Friends,A\\,B,Boat'],
      },
    ],
  ])('%s', (_name, one) => expectCase(one));
});

describe('other bodies', () => {
  it('4.0 is edited in its own form', () => {
    const body = card(
      '4.0',
      'UID:1',
      'FN:Jane Doe',
      'N:Doe;Jane;;;',
      'TEL;VALUE=uri;TYPE="voice,home";PREF=1:tel:+1-555',
      'PHOTO:data:image/png;base64,QUJD',
      'X-OWN;X-P="a:b":c\\;d',
    );
    const { view } = contacts.image(body, '', phoneWith());
    expect(line(view, 'TEL')).toBe('TEL;HOME;VOICE;PREF:+1-555');
    expect(view).toContain('PHOTO;ENCODING=BASE64;TYPE=PNG:\r\n QUJD\r\n\r\n');
    const incoming = card(
      '2.1',
      'N:Doe;Jane',
      'TEL;HOME;VOICE;PREF:+1-556',
      'PHOTO;ENCODING=BASE64;TYPE=JPEG:QUJE',
      'BDAY:19700131',
    );
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view,
      incoming,
      capabilities: phoneWith(),
      policy: 'merge',
      now,
    });
    expect(linesOf(outcome.body)).toEqual([
      'UID:1',
      'FN:Jane Doe',
      'N:Doe;Jane;;;',
      'TEL;TYPE="voice,home";PREF=1:+1-556',
      'PHOTO:data:image/jpeg;base64,QUJE',
      'X-OWN;X-P="a:b":c\\;d',
      'BDAY:19700131',
    ]);
  });

  it('2.1 text that a server kept becomes 3.0 once it changes', () => {
    const body = card('2.1', 'UID:1', 'N:Doe;Jane', 'ORG:Fish, Chips\\; Co', 'TEL;HOME;PREF:1');
    const { view } = contacts.image(body, '', phoneWith());
    const incoming = view.replace('TEL;HOME;PREF:1', 'TEL;HOME:2');
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view,
      incoming,
      capabilities: phoneWith(),
      policy: 'merge',
      now,
    });
    expect(outcome.body).toContain('VERSION:3.0\r\n');
    expect(linesOf(outcome.body)).toEqual([
      'UID:1',
      'N:Doe;Jane',
      'FN:Jane Doe',
      'ORG:Fish\\, Chips\\; Co',
      'TEL;TYPE=HOME,PREF:2',
    ]);
  });

  it('refuses what is no card', () => {
    expect(() => contacts.image('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', '', phoneWith())).toThrow(
      expect.objectContaining({ code: 'unreadable' }),
    );
    expect(() => contacts.addOccurrence('', '', { uid: '', now, capabilities: phoneWith() })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
    expect(contacts.removeOccurrence('', '', now)).toBeNull();
  });
});
