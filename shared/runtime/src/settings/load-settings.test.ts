import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definitions } from './definitions.ts';
import { loadSettings, SettingsError } from './load-settings.ts';
import { settingsPage } from './settings-page.ts';

describe('loadSettings', () => {
  it('needs nothing: the defaults are the embedded gateway', () => {
    expect(loadSettings({})).toMatchObject({
      port: 8080,
      dataDir: './data',
      databaseUrl: 'sqlite:data/anchorage.db',
      embedded: true,
      redisUrl: null,
      phonePort: null,
      phoneMinRate: 100,
      phoneCompression: 'requests',
      metricsPort: 9464,
      replyDeadlineMs: 15_000,
      davAllowPrivate: false,
      logLevel: 'info',
      key: null,
    });
  });

  it('reads what stands in the environment', () => {
    const settings = loadSettings({
      PORT: '0',
      DATA_DIR: '/var/lib/anchorage',
      DATABASE_URL: 'postgres://a:b@db/anchorage',
      REDIS_URL: 'rediss://redis:6380',
      METRICS_PORT: 'off',
      DAV_ALLOW_PRIVATE: 'true',
      PUBLIC_URL: 'https://sync.example.org',
      LOG_LEVEL: '',
      SOMETHING_ELSE: 'x',
    });
    expect(settings).toMatchObject({
      port: 0,
      databaseUrl: 'postgres://a:b@db/anchorage',
      embedded: false,
      redisUrl: 'rediss://redis:6380',
      metricsPort: null,
      davAllowPrivate: true,
      publicUrl: 'https://sync.example.org',
      logLevel: 'info',
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['PORT', '8.5'],
    ['PHONE_PORT', '65536'],
    ['PHONE_COMPRESSION', 'gzip'],
    ['PHONE_MIN_RATE', '-1'],
    ['PHONE_SLOW_PER_ADDRESS', '0'],
    ['METRICS_PORT', 'none'],
    ['DATABASE_URL', 'mysql://x'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_PREFIX', 'anchorage'],
    ['PUBLIC_URL', 'https://user:secret@sync.example.org'],
    ['LOG_LEVEL', 'loud'],
    ['DAV_ALLOW_PRIVATE', 'maybe'],
    ['REPLY_DEADLINE_MS', '0'],
    ['ANCHORAGE_TOKEN', 'short'],
  ])('refuses %s=%s by name, and does not repeat the value', (name, value) => {
    const load = () => loadSettings({ [name]: value });
    expect(load).toThrow(SettingsError);
    expect(load).toThrowError(expect.objectContaining({ setting: name, code: 'invalid' }));
    expect(load).not.toThrow(value.length > 3 ? value : '\0');
  });

  it.each([
    ['ANCHORAGE_KEY', 'ANCHORAGE_KEY_FILE'],
    ['ANCHORAGE_TOKEN', 'ANCHORAGE_TOKEN_FILE'],
  ])('refuses %s together with %s', (value, file) => {
    expect(() => loadSettings({ [value]: 'a-text-long-enough', [file]: '/f' })).toThrow('cannot both be set');
  });

  it('has every setting once', () => {
    const names = Object.values(definitions).map((definition) => definition.env);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is what SETTINGS.md says (npm run settings -w @anchorage/runtime)', () => {
    const page = new URL('../../../../deploy/SETTINGS.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(settingsPage());
  });
});
