import { describe, expect, it } from 'vitest';
import { hasUid } from './find-by-uid.ts';
import { readMultistatus } from './multistatus.ts';
import { readRefusal } from './refusal.ts';
import { readRetryAfter } from './retry-after.ts';
import { decodeBody, decodeXml, withCrlf } from './text.ts';

describe('readRetryAfter (F48)', () => {
  const now = Date.parse('2027-01-01T00:00:00Z');
  it.each([
    [undefined, null],
    ['', null],
    ['soon', null],
    ['0', 1_000],
    ['120', 120_000],
    ['999999', 7_200_000],
    ['Fri, 01 Jan 2027 00:05:00 GMT', 300_000],
    ['Thu, 31 Dec 2026 00:00:00 GMT', 1_000],
  ])('%j is %j', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });
});

describe('readRefusal', () => {
  it('reads preconditions and the holder of a UID', () => {
    const body = `<e:error xmlns:e="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://sabredav.org/ns">
      <s:message>no</s:message><c:no-uid-conflict><e:href>/c/a.ics</e:href></c:no-uid-conflict></e:error>`;
    expect(readRefusal(body)).toEqual({
      preconditions: ['no-uid-conflict'],
      conflictingHref: '/c/a.ics',
      uidExists: true,
      usageLimit: false,
    });
  });
  it.each([
    ['VCard object with uid already exists in this addressbook collection.', true],
    [
      '<s:message xmlns:s="x">Calendar object with uid already exists in this calendar collection.</s:message>',
      true,
    ],
    ['Bad Request', false],
    ['', false],
  ])('%j says that the UID exists: %j', (body, uidExists) => {
    expect(readRefusal(body)).toMatchObject({ uidExists, preconditions: [] });
  });
});

describe('readMultistatus', () => {
  it('keeps only what was granted', () => {
    const { responses, syncToken } = readMultistatus(
      `<m:multistatus xmlns:m="DAV:"><m:response><m:href>/a</m:href>
        <m:propstat><m:prop><m:getetag>1.50</m:getetag></m:prop><m:status>HTTP/1.1 200 OK</m:status></m:propstat>
        <m:propstat><m:prop><m:displayname/></m:prop><m:status>HTTP/1.1 404 Not Found</m:status></m:propstat></m:response>
       <m:response><m:href>/b</m:href><m:href>/c</m:href><m:status>HTTP/1.1 404</m:status></m:response>
       <m:sync-token> 1.50 </m:sync-token></m:multistatus>`,
      'REPORT',
    );
    expect(syncToken).toBe('1.50');
    expect(responses.map(({ href, status }) => [href, status])).toEqual([
      ['/a', null],
      ['/b', 404],
      ['/c', 404],
    ]);
    expect([...(responses[0]?.properties.keys() ?? [])]).toEqual(['{DAV:}getetag']);
    expect(responses[0]?.properties.get('{DAV:}getetag')?.text).toBe('1.50');
  });
  it.each([
    '<multistatus/>',
    '<error xmlns="DAV:"/>',
    '<multistatus xmlns="DAV:"><response><href>/a</href><status>fine</status></response></multistatus>',
    '<multistatus xmlns="DAV:"><response><href>/a</href><propstat><prop/></propstat></response></multistatus>',
  ])('refuses %s', (document) => {
    expect(() => readMultistatus(document, 'PROPFIND')).toThrowError(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});

describe('text', () => {
  it('reads octets without replacing any', () => {
    expect(decodeBody(Buffer.from('FN:Zoë'), 'text/vcard')).toBe('FN:Zoë');
    expect(decodeBody(Buffer.from('FN:Zo\xeb', 'latin1'), 'text/vcard')).toBe('FN:Zoë');
    expect(decodeBody(Buffer.from([0x46, 0x4e, 0x3a, 0xd0]), 'text/vcard; charset=koi8-r')).toBe('FN:п');
    expect(
      decodeXml(
        Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>\xeb</a>', 'latin1'),
        undefined,
        'GET',
      ),
    ).toContain('ë');
    expect(() => decodeXml(Buffer.from([0x3c, 0xff]), undefined, 'GET')).toThrowError(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
  it('ends every line with CRLF', () => {
    expect(withCrlf('a\nb\r\nc')).toBe('a\r\nb\r\nc');
  });
  it.each([
    ['UID:one\r\n', true],
    ['item1.UID;X=1:one\r\n', true],
    ['UID:on\r\n e\r\n', true],
    ['uid:one', true],
    ['UID:one-more\r\n', false],
    ['X-UID:one\r\n', false],
    ['NOTE:UID:one\r\n', false],
  ])('%j carries the UID: %j', (body, expected) => {
    expect(hasUid(body, 'one')).toBe(expected);
  });
});
