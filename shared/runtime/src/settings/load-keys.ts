import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './load-settings.ts';
import { SettingsError } from './load-settings.ts';
import { makeSecret, readSecret } from './secret-file.ts';

export interface NamedKey {
  readonly id: string;
  /** 32 octets. */
  readonly key: Uint8Array;
}

/** What the store's key ring is made of. */
export interface LoadedKeys {
  readonly current: NamedKey;
  readonly others: readonly NamedKey[];
}

type KeySettings = Pick<Settings, 'key' | 'keyFile' | 'dataDir' | 'databaseUrl' | 'embedded'>;

/**
 * The keys of this installation: from the setting, its file, or on the embedded rung from `key` in DATA_DIR, which is made
 * on the first start. It is not made anew beside a database that exists: that one could never be read again.
 *
 * @throws SettingsError when a key is missing or malformed; names the setting and the key, never its octets
 */
export function loadKeys(settings: KeySettings): LoadedKeys {
  if (settings.key !== null) return parseKeys(settings.key, 'ANCHORAGE_KEY');
  if (settings.keyFile !== null) {
    const text = readSecret(settings.keyFile);
    if (text === null) throw new SettingsError('ANCHORAGE_KEY_FILE', 'names a file that is not there');
    return parseKeys(text, 'ANCHORAGE_KEY_FILE');
  }
  if (!settings.embedded) {
    throw new SettingsError('ANCHORAGE_KEY', 'or ANCHORAGE_KEY_FILE is required with PostgreSQL');
  }
  return parseKeys(embeddedKey(settings), 'ANCHORAGE_KEY_FILE');
}

/** The operator's token: from the setting, its file, or `token` in DATA_DIR, made when it is not there. */
export function loadToken(settings: Pick<Settings, 'token' | 'tokenFile' | 'dataDir'>): string {
  if (settings.token !== null) return settings.token;
  const file = settings.tokenFile ?? join(settings.dataDir, 'token');
  const text = readSecret(file);
  if (text === null && settings.tokenFile !== null) {
    throw new SettingsError('ANCHORAGE_TOKEN_FILE', 'names a file that is not there');
  }
  const token = (text ?? makeSecret(file, `${randomBytes(24).toString('base64url')}\n`)).trim();
  if (!/^[\x21-\x7e]{16,512}$/.test(token)) {
    throw new SettingsError('ANCHORAGE_TOKEN_FILE', 'must hold 16 or more ASCII characters without spaces');
  }
  return token;
}

function embeddedKey({ dataDir, databaseUrl }: KeySettings): string {
  const file = join(dataDir, 'key');
  const text = readSecret(file);
  if (text !== null) return text;
  const database = databaseUrl.slice('sqlite:'.length);
  if (database !== ':memory:' && existsSync(database)) {
    throw new SettingsError(
      'ANCHORAGE_KEY_FILE',
      `is not set and ${file} is gone, but a database exists: put the key back`,
    );
  }
  const key = randomBytes(32);
  return makeSecret(file, `${nameOf(key)}:${key.toString('base64')}\n`);
}

function parseKeys(text: string, setting: string): LoadedKeys {
  const keys = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => parseKey(line, setting));
  const [current, ...others] = keys;
  if (!current) throw new SettingsError(setting, 'holds no key');
  if (new Set(keys.map((key) => key.id)).size < keys.length) {
    throw new SettingsError(setting, 'holds two keys of one name');
  }
  return { current, others };
}

function parseKey(line: string, setting: string): NamedKey {
  const parts = /^(?:([\w.-]{1,32}):)?([A-Za-z0-9+/_-]{43}=?|[0-9a-fA-F]{64})$/.exec(line);
  const octets = parts?.[2];
  if (octets === undefined) {
    throw new SettingsError(setting, 'must be name:key, the key 32 octets in base64 or hexadecimal');
  }
  const key = Buffer.from(octets, octets.length === 64 ? 'hex' : 'base64');
  if (key.every((octet) => octet === key[0]))
    throw new SettingsError(setting, 'holds a key that is not random');
  return { id: parts?.[1] ?? nameOf(key), key: new Uint8Array(key) };
}

/** A name for a key without one: tells keys apart and nothing of their octets. */
function nameOf(key: Uint8Array): string {
  return `k${createHash('sha256').update('anchorage key name').update(key).digest('hex').slice(0, 8)}`;
}
