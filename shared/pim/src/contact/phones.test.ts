/** Habits of real phones and clients (device quirks, vCard), and the shapes a SyncML test client sends. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { contacts } from './index.ts';
import { pimFor } from '../kinds.ts';
import { card, line, linesOf, phoneListing, phoneWith } from './test-capabilities.ts';

const now = Date.UTC(2024, 4, 1, 12);

function create(view: string, capabilities = phoneWith()): string {
  return contacts.create(view, { uid: 'u', now, capabilities });
}

describe('reading what phones send', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'SonyEricsson K700: Latin-1 although XML says UTF-8',
      iconv.encode(card('2.1', 'N:Müller;Jörg'), 'latin1'),
      'N:Müller;Jörg;;;',
    ],
    ['a wrong type beside 3.0 text', Buffer.from(card('3.0', 'N:Dijk\\, van;Jan')), 'N:Dijk\\, van;Jan;;;'],
    [
      'Nokia C3: 8BIT everywhere',
      Buffer.from(card('2.1', 'N;ENCODING=8BIT;CHARSET=UTF-8:Åsa;B')),
      'N:Åsa;B;;;',
    ],
    ['4.0', Buffer.from(card('4.0', 'N:a;b;;;', 'TEL;TYPE=cell;VALUE=uri:tel:+49-30-1')), 'N:a;b;;;'],
    [
      'an XML parser folded the line ends',
      Buffer.from(card('2.1', 'N:a;b').replaceAll('\r\n', '\n')),
      'N:a;b;;;',
    ],
    ['no END, no VERSION', Buffer.from('BEGIN:VCARD\r\nN:a;b'), 'N:a;b;;;'],
  ])('%s', (_name, octets, name) => {
    const view = contacts.readPhone(octets, 'text/x-vcard', phoneWith({ charset: 'ISO-8859-1' }));
    expect(line(create(view), 'N:')).toBe(name);
  });

  it.each([
    ['Motorola: `-` is no address', 'EMAIL:-', ''],
    ['Nokia C3: a birthday with a time', 'BDAY:19700131T000000Z', 'BDAY:1970-01-31'],
    ['Siemens M55: zeros for none', 'BDAY:0000-00-00', ''],
    ['30 February', 'BDAY:19700230', ''],
    [
      'Funambol: a media type',
      'PHOTO;ENCODING=BASE64;TYPE=image/jpeg:\r\n QUJD\r\n',
      'PHOTO;ENCODING=b;TYPE=JPEG:QUJD',
    ],
    ['empty properties', 'EMAIL:\r\nPHOTO:\r\nADR;HOME:;;;;;;\r\nORG:;', ''],
    [
      'a Japanese reading',
      'SOUND;X-IRMC-N:ヤマダ;タロウ;;;',
      'X-PHONETIC-LAST-NAME:ヤマダ\nX-PHONETIC-FIRST-NAME:タロウ',
    ],
    ['two notes', 'NOTE:a\r\nNOTE:b', 'NOTE:a\nNOTE:b'],
    ['coordinates', 'GEO:37.38;-122.08', 'GEO:37.38;-122.08'],
    ['a key', 'KEY;ENCODING=BASE64:\r\n QUJD\r\n', 'KEY;ENCODING=b:QUJD'],
    ['its own number and time', 'UID:7\r\nREV:20200101T000000Z', ''],
  ])('%s', (_name, sent, kept) => {
    const body = create(card('2.1', 'N:a', sent));
    const rest = linesOf(body).filter((one) => !/^(UID:u|N:|FN:)/.test(one));
    expect(rest.join('\n')).toBe(kept);
    expect(body).toContain('REV:20240501T120000Z');
  });

  it('takes a vendor property only from a phone that lists it', () => {
    const sent = card('2.1', 'N:a', 'X-CLUB:Row;Boat');
    expect(create(sent)).not.toContain('X-CLUB');
    const body = create(sent, phoneListing({ N: {}, 'X-CLUB': {} }));
    expect(line(body, 'X-CLUB')).toBe('X-CLUB:Row;Boat');
  });

  it('takes the name from FN when N is missing', () => {
    expect(linesOf(create(card('2.1', 'FN:Aino Virtanen')))).toEqual([
      'UID:u',
      'N:Virtanen;Aino;;;',
      'FN:Aino Virtanen',
    ]);
  });
});

describe('writing for phones', () => {
  const body = card(
    '3.0',
    'UID:1',
    'N:Doe;Jane;;;',
    'FN:Jane Doe',
    'EMAIL:a@example.org',
    'TEL;TYPE=iPhone,CELL;X-P=1:1',
    'TEL;TYPE=WORK,FAX:+1 (555) 123 456',
    'NOTE:one\\ntwo\\; three\\, 🎉 four',
    `PHOTO;ENCODING=b;TYPE=JPEG:${'QUJD'.repeat(10)}`,
    'CATEGORIES:Friends,Boat Club',
    'LOGO;ENCODING=b:QUJD',
  );

  it.each([
    ['Nokia: INTERNET on every address', phoneWith(), 'EMAIL', 'EMAIL;INTERNET:a@example.org'],
    [
      'no types of others, no parameters of others',
      phoneWith(),
      'TEL',
      'TEL;CELL:1\nTEL;WORK;FAX:+1 (555) 123 456',
    ],
    [
      'only listed types',
      phoneListing({ TEL: { types: ['CELL', 'FAX'] } }),
      'TEL',
      'TEL;CELL:1\nTEL;FAX:+1 (555) 123 456',
    ],
    [
      'a number without its blanks',
      phoneListing({ TEL: { maxSize: 11 } }),
      'TEL',
      'TEL;CELL:1\nTEL;WORK;FAX:+1555123456',
    ],
    ['no cut number', phoneListing({ TEL: { maxSize: 8 } }), 'TEL', 'TEL;CELL:1'],
    ['NoTruncate', phoneListing({ NOTE: { maxSize: 5, noTruncate: true } }), 'NOTE', ''],
    ['a photo that is too big', phoneWith({ maxPhoto: 29 }), 'PHOTO', ''],
    ['a photo of a format it does not list', phoneListing({ PHOTO: { types: ['GIF'] } }), 'PHOTO', ''],
    ['categories when asked', phoneListing({ CATEGORIES: {} }), 'CATEGORIES', 'CATEGORIES:Friends;Boat Club'],
    ['no categories unasked', phoneWith(), 'CATEGORIES', ''],
    ['3.0', phoneWith({ contentType: 'text/vcard' }), 'NOTE', 'NOTE:one\\ntwo\\; three\\, 🎉 four'],
    [
      '3.0 categories',
      phoneWith({ contentType: 'text/vcard' }),
      'CATEGORIES',
      'CATEGORIES:Friends,Boat Club',
    ],
    ['UID when listed', phoneListing({ N: {}, UID: {} }), 'UID', 'UID:1'],
    ['no UID unasked', phoneWith({ contentType: 'text/vcard' }), 'UID', ''],
    ['N though not listed', phoneListing({ TEL: {} }), 'N:', 'N:Doe;Jane;;;'],
  ])('%s', (_name, capabilities, start, expected) => {
    expect(line(contacts.image(body, '', capabilities).view, start)).toBe(expected);
  });

  it('tells what it withheld', () => {
    const phone = phoneListing({ N: {}, FN: {}, TEL: { maxOccur: 1 }, NOTE: { maxSize: 5 } });
    expect(contacts.image(body, '', phone).withheld).toEqual([
      'TEL',
      'EMAIL',
      'NOTE',
      'CATEGORIES',
      'PHOTO',
      'LOGO',
    ]);
  });

  it('cuts at 17 characters with the emoji whole', () => {
    const { view } = contacts.image(body, '', phoneListing({ NOTE: { maxSize: 17 } }));
    expect(view).toContain('two; three, =F0=9F=8E=89\r\n');
  });

  it('ends the photo with an empty line', () => {
    expect(contacts.image(body, '', phoneWith()).view).toContain(
      `PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n ${'QUJD'.repeat(10)}\r\n\r\n`,
    );
  });
});

describe('the shapes of the test client', () => {
  const shapes = ['van\\,Dijk;Σωκράτης;Q.;;Dr.', "O'Brien;太郎;;;", 'Smith-Jones;Nguyễn;;;'].map((name, at) =>
    card(
      '3.0',
      `N:${name}`,
      `FN:Shape ${String(at)}`,
      `NICKNAME:nick${String(at)}`,
      'TEL;TYPE=CELL:+41791234567',
      'TEL;TYPE=HOME,VOICE:+44 20 12345678',
      'TEL;TYPE=WORK,VOICE:+1-555-1234',
      'TEL;TYPE=WORK,FAX:+1-555-1235',
      'EMAIL;TYPE=HOME:p1.1@example.org',
      'EMAIL;TYPE=WORK:w1.1@example.com',
      'ADR;TYPE=HOME:;;12 Straße 7;Zürich;;8001;Switzerland',
      'ADR;TYPE=WORK:;Suite 7;9 Main St;London;;N1 9GU;United Kingdom',
      'ORG:Ex\\, Ample 7 Ltd;R\\;D',
      'TITLE:Käufer',
      'BDAY:1970-01-28',
      'URL:https://example.org/~p7',
      'NOTE:budget naïve 会議\\n2nd line\\, погода #7',
      'CATEGORIES:Friends,Work',
      `PHOTO;ENCODING=b;TYPE=JPEG:${'/9j/'.repeat(6000)}`,
      'REV:20240101T000000Z',
    ),
  );
  const all = Object.fromEntries(
    'N FN NICKNAME TEL EMAIL ADR ORG TITLE BDAY URL NOTE CATEGORIES PHOTO'.split(' ').map((one) => [one, {}]),
  );

  it.each(shapes)('survive in 3.0 and through 2.1', (sent) => {
    const modern = phoneWith({ contentType: 'text/vcard', maxPhoto: 65_536 });
    const body = create(sent, modern);
    const kept = linesOf(body).filter((one) => !one.startsWith('UID:'));
    expect(kept.map(withoutInternet).toSorted()).toEqual(linesOf(sent).toSorted());
    const legacy = phoneWith({ properties: all, maxPhoto: 65_536 });
    const view = contacts.readPhone(Buffer.from(contacts.image(body, '', legacy).view), null, legacy);
    expect(contacts.normalise(create(view, legacy))).toBe(contacts.normalise(body));
    expect(contacts.sameOnPhone(sent, contacts.image(body, '', modern).view, modern)).toBe(true);
  });

  function withoutInternet(one: string): string {
    return one.replace('EMAIL;TYPE=INTERNET,', 'EMAIL;TYPE=');
  }
});

describe('traits', () => {
  it('fold the name and normalise numbers and addresses', () => {
    const view = card(
      '2.1',
      'N;CHARSET=UTF-8:Müller;JÖRG ',
      'UID:5',
      'TEL;HOME:+49 (30) 12-34',
      'EMAIL:A@Example.ORG',
      'TEL:+49301234',
    );
    expect(contacts.traitsOfView(view, phoneWith())).toMatchObject({
      uid: null,
      recurrenceId: '',
      key: 'muller jorg',
      marks: ['+49301234', 'a@example.org'],
    });
    const body = create(view);
    expect(contacts.traitsOfBody(body, '', phoneWith())).toEqual({
      ...contacts.traitsOfView(view, phoneWith()),
      uid: 'u',
    });
  });

  it('go by the organisation without a name', () => {
    expect(
      contacts.traitsOfView(card('3.0', 'UID:5', 'N:;;;;', 'FN:Port', 'ORG:Port'), phoneWith()),
    ).toMatchObject({ uid: '5', key: 'port' });
  });

  it('identify a card by UID in 3.0 only', () => {
    expect(contacts.identify(card('3.0', 'UID:5'))).toEqual({ uid: '5', recurrenceId: '' });
    expect(contacts.identify(card('2.1', 'UID:5'))).toEqual({ uid: null, recurrenceId: '' });
    expect(pimFor('contact')).toBe(contacts);
  });
});

describe('speed', () => {
  it('a photo of 1 MB goes all the way in time', () => {
    const phone = phoneWith({ maxPhoto: 4_000_000 });
    const photo = (letter: string): string =>
      card(
        '2.1',
        'N:a',
        'PHOTO;ENCODING=BASE64;TYPE=JPEG:',
        ...Array.from({ length: 18_000 }, () => ` ${letter.repeat(72)}`),
        '',
      );
    const view = contacts.readPhone(Buffer.from(photo('A')), null, phone);
    const body = create(view, phone);
    const shown = contacts.image(body, '', phone).view;
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view: shown,
      incoming: photo('B'),
      capabilities: phone,
      policy: 'merge',
      now,
    });
    expect(outcome.changed).toBe(true);
    expect(
      contacts.mergeCloud({ base: body, ours: outcome.body, theirs: body, policy: 'merge' }).changed,
    ).toBe(true);
  });

  it('a card of 1900 numbers is merged in time, of more refused', () => {
    const numbers = (from: number, count: number): readonly string[] =>
      Array.from({ length: count }, (_, at) => `TEL:${String(from + at)}`);
    const body = create(card('2.1', 'N:a', ...numbers(1000, 1900)));
    const incoming = card('2.1', 'N:a', ...numbers(2000, 1900));
    const outcome = contacts.apply({
      body,
      recurrenceId: '',
      view: null,
      incoming,
      capabilities: phoneWith(),
      policy: 'merge',
      now,
    });
    expect(linesOf(outcome.body)).toHaveLength(3 + 2900);
    const many = `CATEGORIES:${Array.from({ length: 501 }, (_, at) => `c${String(at)}`).join(';')}`;
    expect(() => create(card('2.1', many))).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(() => create(card('2.1', 'N:a', ...numbers(1000, 2100)))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
  });
});
