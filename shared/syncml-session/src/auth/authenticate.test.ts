import { createHash } from 'node:crypto';
import type { Cred, Dialect, Message } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { authenticate } from './authenticate.ts';
import { basicLogin, claimedUser } from './credential.ts';
import { readMacHeader, writeMacHeader } from './mac-header.ts';

const md5 = (octets: Uint8Array): Uint8Array => new Uint8Array(createHash('md5').update(octets).digest());
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const dialect: Dialect = {
  encoding: 'xml',
  version: '1.2',
  wbxmlVersion: 2,
  publicId: 'numeric',
  cdata: false,
};
const dialect10: Dialect = { ...dialect, version: '1.0' };

function message(cred: Cred | undefined, name?: string): Message {
  return {
    header: {
      verDtd: '1.2',
      verProto: 'SyncML/1.2',
      sessionId: '1',
      msgId: 1,
      target: { uri: 'http://sync.example.org/sync' },
      source: { uri: 'IMEI:000000000000001', ...(name === undefined ? {} : { name }) },
      ...(cred === undefined ? {} : { cred }),
    },
    commands: [],
    final: true,
  };
}
const digest = (data: string): Cred => ({ meta: { type: 'syncml:auth-md5', format: 'b64' }, data });
const basic = (data: string): Cred => ({ meta: { type: 'syncml:auth-basic', format: 'b64' }, data });
const binaryNonce = Uint8Array.of(0xff, 0x00, 0x3a, 0x80, 0x01, 0x02, 0x03, 0x04);
const alice = { username: 'alice', password: 'wonder' };
const bruce = { username: 'Bruce2', password: 'OhBehave' };
const jurgen = { username: 'jürgen', password: 'pä$$' };

describe('authenticate md5 (DS-054)', () => {
  it.each([
    ['1.1 formula', dialect, bruce, utf8('Nonce'), 'Zz6EivR3yeaaENcRN6lpAQ=='],
    ['1.0 formula', dialect10, bruce, utf8('Nonce'), 'UmkqAAZhiQvXXhfaf/u+OQ=='],
    ['1.0 formula in a 1.2 session', dialect, bruce, utf8('Nonce'), 'UmkqAAZhiQvXXhfaf/u+OQ=='],
    ['1.1 formula in a 1.0 session', dialect10, bruce, utf8('Nonce'), 'Zz6EivR3yeaaENcRN6lpAQ=='],
    ['text nonce', dialect, alice, utf8('n0nce-17'), 'qk1jHJy8d+/uGbvsTNwm0A=='],
    ['binary nonce', dialect, alice, binaryNonce, '2cIRxxa1M/8eRDjqpZ6iFQ=='],
    ['UTF-8', dialect, jurgen, utf8('n0nce-17'), '7QAWkrNV5LfRi4It1PublA=='],
    ['ISO-8859-1', dialect, jurgen, utf8('n0nce-17'), 'hkIciS2r9YNIXqI2tT8SYQ=='],
  ])('accepts the %s', (_, how, login, nonce, data) => {
    expect(authenticate(message(digest(data), login.username), how, login, [nonce], md5)).toEqual({
      kind: 'accepted',
      scheme: 'md5',
    });
    const other = { ...login, password: `${login.password}x` };
    expect(authenticate(message(digest(data), login.username), how, other, [nonce], md5)).toEqual({
      kind: 'refused',
      status: 401,
    });
    expect(authenticate(message(digest(data)), how, login, [utf8('other')], md5).kind).toBe('refused');
  });

  it('accepts an empty nonce from a device that was never given one, and from no other', () => {
    const hello = message(digest('9czHW3o+Vqe0Y/AkoC9QMw=='), 'alice');
    expect(authenticate(hello, dialect, alice, [], md5).kind).toBe('accepted');
    expect(authenticate(hello, dialect, alice, [utf8('n0nce-17')], md5).kind).toBe('refused');
  });

  it('accepts the nonce before the current one', () => {
    const hello = message(digest('qk1jHJy8d+/uGbvsTNwm0A=='), 'alice');
    expect(authenticate(hello, dialect, alice, [utf8('newer'), utf8('n0nce-17')], md5).kind).toBe('accepted');
  });

  it('accepts a digest over the undecoded nonce and over the name as typed', () => {
    const secret = createHash('md5').update('Alice:wonder').digest('base64');
    const data = createHash('md5').update(`${secret}:bjBuY2UtMTc=`).digest('base64');
    expect(authenticate(message(digest(data), 'Alice'), dialect, alice, [utf8('n0nce-17')], md5).kind).toBe(
      'accepted',
    );
  });

  it.each(['', 'AA==', 'not base64!', 'qk1jHJy8d+/uGbvsTNwm'])('refuses the digest "%s"', (data) => {
    expect(authenticate(message(digest(data), 'alice'), dialect, alice, [utf8('n0nce-17')], md5)).toEqual({
      kind: 'refused',
      status: 401,
    });
  });
});

describe('authenticate basic (DS-009, DS-057)', () => {
  it.each([
    ['base64', basic('YWxpY2U6d29uZGVy'), alice],
    ['no type', { data: 'YWxpY2U6d29uZGVy' }, alice],
    ['raw user:pass', { meta: { type: 'syncml:auth-basic' }, data: 'alice:wonder' }, alice],
    ['capital letters in the name', basic(btoa('Alice:wonder')), alice],
    ['colon in the password', basic(btoa('alice:a:b')), { username: 'alice', password: 'a:b' }],
    ['UTF-8', basic('asO8cmdlbjpww6QkJA=='), jurgen],
    ['ISO-8859-1', basic('avxyZ2VuOnDkJCQ='), jurgen],
  ])('accepts %s', (_, cred, login) => {
    expect(authenticate(message(cred), dialect, login, [], md5)).toEqual({
      kind: 'accepted',
      scheme: 'basic',
    });
  });

  it.each([
    ['wrong password (DS-049)', basic(btoa('alice:wrong')), alice, 401],
    ['wrong user', basic(btoa('bob:wonder')), alice, 401],
    ['unknown user', basic('YWxpY2U6d29uZGVy'), null, 401],
    ['no colon', basic(btoa('alice')), alice, 401],
    ['none (DS-048)', undefined, alice, 407],
    ['unknown scheme (DS-060)', { meta: { type: 'syncml:auth-x509' }, data: 'x' }, alice, 406],
    [
      'unknown format (DS-060)',
      { meta: { type: 'syncml:auth-basic', format: 'int' }, data: 'x' },
      alice,
      415,
    ],
  ])('refuses %s', (_, cred, login, status) => {
    expect(authenticate(message(cred), dialect, login, [], md5)).toEqual({ kind: 'refused', status });
  });
});

describe('authenticate MAC', () => {
  const body = utf8('<SyncML>the whole message</SyncML>');
  const nonce = utf8('n0nce-17');
  const b64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
  /** OMA Device Management Security 1.2: H(B64(H(user:pass)):nonce:B64(H(body))). */
  const macOf = (login: string, used: Uint8Array = nonce, signed: Uint8Array = body): Uint8Array =>
    md5(Buffer.concat([Buffer.from(`${b64(md5(utf8(login)))}:`), used, Buffer.from(`:${b64(md5(signed))}`)]));
  const mac = b64(macOf('alice:wonder'));
  const verdict = (header: string, how = dialect, nonces = [nonce], cred?: Cred) =>
    authenticate(message(cred), how, alice, nonces, md5, {
      mac: { header, bodyDigest: md5(body) },
      authorization: null,
    });

  it.each([
    ['as the document has it', `algorithm=MD5, username="alice", mac=${mac}`],
    ['without algorithm', `username="alice", mac=${mac}`],
    ['in another order, quoted and in capitals', `MAC="${mac}",Username=alice ,algorithm=md5`],
    ['without padding', `username="alice", mac=${mac.replace('==', '')}`],
    [
      'in hexadecimal within base64, as in the document\u2019s example',
      `username="alice", mac=${btoa(Buffer.from(macOf('alice:wonder')).toString('hex')).replaceAll('=', '')}`,
    ],
    ['with the name as typed', `username="Alice", mac=${b64(macOf('Alice:wonder'))}`],
  ])('accepts a header %s', (_, header) => {
    expect(verdict(header)).toEqual({ kind: 'accepted', scheme: 'mac' });
  });

  it('accepts one beside a Cred that only names it, and goes by any other Cred', () => {
    const header = `username="alice", mac=${mac}`;
    expect(verdict(header, dialect, [nonce], { meta: { type: 'syncml:auth-MAC' }, data: '' }).kind).toBe(
      'accepted',
    );
    expect(verdict(header, dialect, [nonce], basic(btoa('alice:wrong')))).toEqual({
      kind: 'refused',
      status: 401,
    });
  });

  it.each([
    ['wrong password', `username="alice", mac=${b64(macOf('alice:wonder2'))}`, 401],
    ['another nonce', `username="alice", mac=${b64(macOf('alice:wonder', utf8('old')))}`, 401],
    ['another body', `username="alice", mac=${b64(macOf('alice:wonder', nonce, utf8('<SyncML/>')))}`, 401],
    ['unknown algorithm', `algorithm=SHA1, username="alice", mac=${mac}`, 406],
    ['no user', `mac=${mac}`, 401],
    ['empty user', `username="", mac=${mac}`, 401],
    ['no mac', 'algorithm=MD5, username="alice"', 401],
    ['a mac cut short', `username="alice", mac=${mac.slice(0, 12)}`, 401],
    ['no base64', 'username="alice", mac=?', 401],
    ['a parameter twice', `username="alice", username="alice", mac=${mac}`, 401],
    ['a quote left open', `username="alice, mac=${mac}`, 401],
    ['nothing', '', 401],
    ['words', 'let me in', 401],
    ['a very long line', `username="${'a'.repeat(2_000)}", mac=${mac}`, 401],
  ])('refuses %s', (_, header, status) => {
    expect(verdict(header)).toEqual({ kind: 'refused', status });
  });

  it('takes none in SyncML 1.0, which does not know it, and no Cred that says one came when none did', () => {
    expect(verdict(`username="alice", mac=${mac}`, dialect10)).toEqual({ kind: 'refused', status: 406 });
    const cred = { meta: { type: 'syncml:auth-MAC' }, data: mac };
    expect(authenticate(message(cred), dialect, alice, [nonce], md5)).toEqual({
      kind: 'refused',
      status: 401,
    });
  });

  it('reads what it writes, with any name', () => {
    for (const username of ['alice', 'j\u00fcrgen', 'a "b" \\c, mac=', '\u96ea']) {
      const header = writeMacHeader(username, macOf('x'));
      expect(readMacHeader(header)).toEqual({ kind: 'mac', username, mac: macOf('x') });
    }
  });
});

describe('authenticate by the HTTP header', () => {
  const verdict = (authorization: string, cred?: Cred, login: typeof alice | null = alice) =>
    authenticate(message(cred), dialect, login, [], md5, { mac: null, authorization });

  it.each([
    ['as it is', `Basic ${btoa('alice:wonder')}`],
    ['in any case', `bASIC  ${btoa('ALICE:wonder')}`],
  ])('accepts a login %s', (_, header) => {
    expect(verdict(header)).toEqual({ kind: 'accepted', scheme: 'basic' });
  });

  it.each([
    ['wrong password', `Basic ${btoa('alice:wrong')}`, alice],
    ['unknown user', `Basic ${btoa('alice:wonder')}`, null],
    ['somebody else for the proxy', `Basic ${btoa('proxy:secret')}`, alice],
    ['another scheme', 'Bearer abc', alice],
    ['no base64', 'Basic ???', alice],
    ['no colon', `Basic ${btoa('alice')}`, alice],
    ['a NUL', `Basic ${btoa('alice\0:wonder')}`, alice],
    ['nothing', '', alice],
  ])('counts %s as no credential', (_, header, login) => {
    expect(verdict(header, undefined, login)).toEqual({ kind: 'refused', status: 407 });
  });

  it('goes by the message where that has a credential', () => {
    expect(verdict(`Basic ${btoa('alice:wonder')}`, basic(btoa('alice:wrong')))).toEqual({
      kind: 'refused',
      status: 401,
    });
  });
});

describe('basicLogin', () => {
  it.each([
    [
      'UTF-8',
      basic(Buffer.from('jürgen:pä:ss').toString('base64')),
      { username: 'jürgen', password: 'pä:ss' },
    ],
    ['ISO-8859-1', basic('avxyZ2VuOnDkJCQ='), { username: 'jürgen', password: 'pä$$' }],
    ['md5', digest('qk1jHJy8d+/uGbvsTNwm0A=='), null],
    ['no colon', basic(btoa('alice')), null],
    ['nothing', undefined, null],
  ])('reads %s', (_, cred, login) => {
    expect(basicLogin(message(cred))).toEqual(login);
  });
});

describe('claimedUser (DS-058)', () => {
  it.each([
    ['basic', basic('YWxpY2U6d29uZGVy'), undefined, { username: 'alice', scheme: 'basic' }],
    ['basic in ISO-8859-1', basic('avxyZ2VuOnDkJCQ='), undefined, { username: 'jürgen', scheme: 'basic' }],
    ['basic with a NUL in the name', basic('YQBiOmM='), undefined, { username: null, scheme: 'unknown' }],
    ['md5', digest('qk1jHJy8d+/uGbvsTNwm0A=='), 'alice', { username: 'alice', scheme: 'md5' }],
    ['md5 without a name', digest('qk1jHJy8d+/uGbvsTNwm0A=='), undefined, { username: null, scheme: 'md5' }],
    ['nothing', undefined, 'alice', { username: 'alice', scheme: 'none' }],
    [
      'MAC',
      { meta: { type: 'syncml:auth-MAC' }, data: '' },
      'alice',
      { username: 'alice', scheme: 'unknown' },
    ],
  ])('reads %s', (_, cred, name, user) => {
    expect(claimedUser(message(cred, name))).toEqual(user);
  });
});
