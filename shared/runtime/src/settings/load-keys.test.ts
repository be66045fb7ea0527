import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeys, loadToken } from './load-keys.ts';
import { loadSettings } from './load-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchorage-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (env: Readonly<Record<string, string>> = {}) => loadSettings({ DATA_DIR: folder, ...env });
const k1 = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const k2 = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 3));

describe('loadKeys', () => {
  it('makes a key on the first start, for the owner only, and keeps it', () => {
    const first = loadKeys(settings());
    const file = join(folder, 'key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.current.key).toHaveLength(32);
    expect(loadKeys(settings())).toEqual(first);
  });

  it('does not make a new key beside a database (F61)', () => {
    loadKeys(settings());
    writeFileSync(join(folder, 'anchorage.db'), '');
    rmSync(join(folder, 'key'));
    expect(() => loadKeys(settings())).toThrow('put the key back');
  });

  it('wants a key with PostgreSQL', () => {
    expect(() => loadKeys(settings({ DATABASE_URL: 'postgres://h/d' }))).toThrow('required with PostgreSQL');
  });

  it.each([
    ['base64 with a name', `one:${k1.toString('base64')}`, 'one'],
    ['base64 without padding', `one:${k1.toString('base64').replace('=', '')}`, 'one'],
    ['base64url', `one:${k1.toString('base64url')}`, 'one'],
    ['hexadecimal', `one:${k1.toString('hex')}`, 'one'],
    ['no name', k1.toString('base64'), expect.stringMatching(/^k[0-9a-f]{8}$/)],
  ])('reads %s', (_name, text, id) => {
    const { current, others } = loadKeys(settings({ ANCHORAGE_KEY: text }));
    expect(current).toEqual({ id, key: new Uint8Array(k1) });
    expect(others).toEqual([]);
  });

  it('reads former keys after the current one, from a file with remarks', () => {
    const file = join(folder, 'keys');
    writeFileSync(file, `# rotated\ntwo:${k2.toString('base64')}\n\none:${k1.toString('base64')}\n`);
    const { current, others } = loadKeys(settings({ ANCHORAGE_KEY_FILE: file }));
    expect([current.id, ...others.map((key) => key.id)]).toEqual(['two', 'one']);
  });

  it.each([
    ['too short', `a:${k1.subarray(1).toString('base64')}`],
    ['not random', `a:${Buffer.alloc(32).toString('base64')}`],
    ['twice', `a:${k1.toString('base64')},a:${k2.toString('base64')}`],
    ['a word', 'a:changeme'],
  ])('refuses a key that is %s without repeating it', (_name, text) => {
    const load = () => loadKeys(settings({ ANCHORAGE_KEY: text }));
    expect(load).toThrowError(expect.objectContaining({ setting: 'ANCHORAGE_KEY' }));
    expect(load).not.toThrow(text.slice(2, 20));
  });

  it('refuses a setting that holds no key', () => {
    expect(() => loadKeys(settings({ ANCHORAGE_KEY: ' , ' }))).toThrow('ANCHORAGE_KEY holds no key');
  });

  it('names a key file that is not there', () => {
    const load = () => loadKeys(settings({ ANCHORAGE_KEY_FILE: join(folder, 'none') }));
    expect(load).toThrowError(expect.objectContaining({ setting: 'ANCHORAGE_KEY_FILE' }));
  });
});

describe('loadToken', () => {
  it('makes one on the first start, keeps it, and gives way to the settings', () => {
    const token = loadToken(settings());
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(loadToken(settings())).toBe(token);
    expect(readFileSync(join(folder, 'token'), 'utf8').trim()).toBe(token);
    expect(loadToken(settings({ ANCHORAGE_TOKEN: 'a-token-of-the-operator' }))).toBe(
      'a-token-of-the-operator',
    );
    expect(() => loadToken(settings({ ANCHORAGE_TOKEN_FILE: join(folder, 'none') }))).toThrow('not there');
  });
});
