import { describe, expect, it } from 'vitest';
import type { ConflictPolicy, PhoneCapabilities } from '@anchorage/model';
import { contacts } from './index.ts';
import { card, line, linesOf, phoneListing, phoneWith } from './test-capabilities.ts';

const now = Date.UTC(2024, 4, 7, 8, 30);

interface Case {
  readonly body: readonly string[];
  /** What the phone had; the image of `body` when left out, null for a slow-sync match. */
  readonly view?: readonly string[] | null;
  readonly incoming: readonly string[];
  readonly policy?: ConflictPolicy;
  readonly phone?: PhoneCapabilities;
  /** Lines of the result, UID, N and FN apart. */
  readonly result: readonly string[];
  readonly conflicts?: readonly string[];
}

const head = ['UID:1', 'N:Doe;Jane;;;', 'FN:Jane Doe'];

function apply(one: Case) {
  const body = card('3.0', ...head, ...one.body);
  const capabilities = one.phone ?? phoneWith();
  const sent = one.view === undefined ? contacts.image(body, '', capabilities).view : null;
  const view = one.view === undefined || one.view === null ? sent : card('2.1', 'N:Doe;Jane', ...one.view);
  const incoming = card('2.1', 'N:Doe;Jane', ...one.incoming);
  return contacts.apply({
    body,
    recurrenceId: '',
    view,
    incoming,
    capabilities,
    policy: one.policy ?? 'merge',
    now,
  });
}

function expectCase(one: Case): void {
  const outcome = apply(one);
  expect(linesOf(outcome.body)).toEqual([...head, ...one.result]);
  expect(outcome.conflicts).toEqual(one.conflicts ?? []);
  expect(outcome.changed).toBe(JSON.stringify(one.result) !== JSON.stringify(one.body));
}

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

describe('both sides changed', () => {
  const number = { body: ['TEL;TYPE=HOME:2'], view: ['TEL;HOME:1'], incoming: ['TEL;HOME:3'] };
  const title = { body: ['TITLE:Mate'], view: ['TITLE:Cook'], incoming: ['TITLE:Captain'] };
  const removed = { body: ['TEL;TYPE=HOME:2'], view: ['TEL;HOME:1'], incoming: [] };
  const goneInCloud = { body: [], view: ['TEL;HOME:1'], incoming: ['TEL;HOME:3'] };
  it.each<[string, Case]>([
    [
      'number, merge (M11, DS-121)',
      { ...number, policy: 'merge', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'number, phone-wins',
      { ...number, policy: 'phone-wins', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'number, cloud-wins (M11, DS-121)',
      { ...number, policy: 'cloud-wins', result: ['TEL;TYPE=HOME:2'], conflicts: ['TEL'] },
    ],
    [
      'number, keep-both',
      { ...number, policy: 'keep-both', result: ['TEL;TYPE=HOME:2', 'TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    ['title, merge', { ...title, policy: 'merge', result: ['TITLE:Captain'], conflicts: ['TITLE'] }],
    ['title, cloud-wins', { ...title, policy: 'cloud-wins', result: ['TITLE:Mate'], conflicts: ['TITLE'] }],
    ['title, keep-both', { ...title, policy: 'keep-both', result: ['TITLE:Captain'], conflicts: ['TITLE'] }],
    [
      'removed on the phone, merge',
      { ...removed, policy: 'merge', result: ['TEL;TYPE=HOME:2'], conflicts: ['TEL'] },
    ],
    [
      'removed on the phone, phone-wins',
      { ...removed, policy: 'phone-wins', result: [], conflicts: ['TEL'] },
    ],
    [
      'removed in the cloud, merge',
      { ...goneInCloud, policy: 'merge', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'removed in the cloud, cloud-wins',
      { ...goneInCloud, policy: 'cloud-wins', result: [], conflicts: ['TEL'] },
    ],
    [
      'to the same (M11, DS-121)',
      { body: ['TITLE:Mate'], view: ['TITLE:Cook'], incoming: ['TITLE:Mate'], result: ['TITLE:Mate'] },
    ],
    ['added the same', { body: ['TEL:1'], view: [], incoming: ['TEL;VOICE:1'], result: ['TEL:1'] }],
    [
      'other parts of an address',
      {
        body: ['ADR:;;Kai 1;Oslo;;;'],
        view: ['ADR:;;Kai 1;Turku;;;'],
        incoming: ['ADR:;;Kai 2;Turku;;;'],
        result: ['ADR:;;Kai 2;Oslo;;;'],
      },
    ],
    [
      'wrote different notes',
      { body: ['NOTE:a'], view: [], incoming: ['NOTE:b'], result: ['NOTE:a\\nb'], conflicts: ['NOTE'] },
    ],
  ])('%s', (_name, one) => expectCase(one));
});

describe('a slow-sync match', () => {
  it.each<[string, Case]>([
    [
      'unites numbers and fills gaps',
      {
        view: null,
        body: ['TEL:1', 'ORG:Port'],
        incoming: ['TEL;CELL:2', 'TEL;CELL:1', 'TITLE:Cook', 'ORG:Port;Office'],
        result: ['TEL:1', 'TEL;TYPE=CELL:2', 'ORG:Port;Office', 'TITLE:Cook'],
      },
    ],
    ['removes nothing', { view: null, body: ['TEL:1', 'NOTE:a'], incoming: [], result: ['TEL:1', 'NOTE:a'] }],
    [
      'keeps what differs and tells',
      {
        view: null,
        body: ['TITLE:Mate'],
        incoming: ['TITLE:Cook'],
        result: ['TITLE:Mate'],
        conflicts: ['TITLE'],
      },
    ],
    [
      'lets the phone win when told to',
      {
        view: null,
        policy: 'phone-wins',
        body: ['TITLE:Mate'],
        incoming: ['TITLE:Cook'],
        result: ['TITLE:Cook'],
        conflicts: ['TITLE'],
      },
    ],
    [
      'puts notes together',
      { view: null, body: ['NOTE:a'], incoming: ['NOTE:b'], result: ['NOTE:a\\nb'], conflicts: ['NOTE'] },
    ],
    [
      'takes a cut note for the whole one',
      { view: null, body: ['NOTE:Hello world'], incoming: ['NOTE:Hello'], result: ['NOTE:Hello world'] },
    ],
  ])('%s', (_name, one) => expectCase(one));

  it('changes nothing when repeated', () => {
    const one: Case = {
      view: null,
      body: ['TEL:1', 'NOTE:a', 'TITLE:Mate'],
      incoming: ['TEL:2', 'NOTE:b', 'TITLE:Cook'],
      result: [],
    };
    const first = apply(one).body;
    const again = contacts.apply({
      body: first,
      recurrenceId: '',
      view: null,
      incoming: card('2.1', 'N:Doe;Jane', ...one.incoming),
      capabilities: phoneWith(),
      policy: 'merge',
      now,
    });
    expect(again).toMatchObject({ body: first, changed: false });
  });
});

describe('the formatted name', () => {
  const phone = phoneListing({ N: {}, TEL: {} });
  it.each([
    ['Jane Doe', 'Janet Doe'],
    ['Doe\\, Jane', 'Doe\\, Janet'],
    ['Doe Jane', 'Doe Janet'],
    ['The captain', 'The captain'],
  ])('%s becomes %s (M7, DS-121)', (before, after) => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;;;', `FN:${before}`);
    const { view } = contacts.image(body, '', phone);
    const incoming = card('2.1', 'N:Doe;Janet');
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view,
      incoming,
      capabilities: phone,
      policy: 'merge',
      now,
    });
    expect(line(outcome.body, 'FN')).toBe(`FN:${after}`);
    expect(outcome.body).toContain('REV:20240507T083000Z\r\n');
  });

  it('keeps the split when a phone with one name field returns it whole', () => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;;;', 'FN:Jane Doe');
    const { view } = contacts.image(body, '', phone);
    const edit = { body, recurrenceId: '', view, capabilities: phone, policy: 'merge', now } as const;
    expect(contacts.apply({ ...edit, incoming: card('2.1', 'N:Jane Doe;') }).changed).toBe(false);
    expect(line(contacts.apply({ ...edit, incoming: card('2.1', 'N:Jane Roe;') }).body, 'N')).not.toBe(
      'N:Doe;Jane;;;',
    );
  });

  it('keeps several additional names that did not change', () => {
    const body = card('3.0', 'UID:1', 'N:Doe;Jane;Quinlan,Paul;;', 'FN:x');
    const { view } = contacts.image(body, '', phone);
    expect(line(view, 'N')).toBe('N:Doe;Jane;Quinlan Paul;;');
    const incoming = card('2.1', 'N:Doe;Janet;Quinlan Paul;;');
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view,
      incoming,
      capabilities: phone,
      policy: 'merge',
      now,
    });
    expect(line(outcome.body, 'N')).toBe('N:Doe;Janet;Quinlan,Paul;;');
  });
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
