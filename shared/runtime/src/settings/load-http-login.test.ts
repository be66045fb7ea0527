import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadHttpLogin } from './load-http-login.ts';
import { loadSettings, SettingsError } from './load-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchorage-http-login-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function load(text: string | null, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'login');
  if (text !== null) writeFileSync(file, text);
  const from = { PHONE_HTTP_LOGIN: 'required', PHONE_HTTP_LOGIN_FILE: file, ...env };
  return () => loadHttpLogin(loadSettings(from));
}

describe('loadHttpLogin', () => {
  it.each([
    ['phones:long-enough', 'long-enough'],
    ['phones:long-enough\n', 'long-enough'],
    ['phones:long-enough\r\n', 'long-enough'],
    ['phones:long:enough ', 'long:enough '],
  ])('reads %j', (text, password) => {
    expect(load(text)()).toEqual({ username: 'phones', password });
  });

  it('reads nothing where nothing was set', () => {
    expect(load(null, { PHONE_HTTP_LOGIN_FILE: '' })()).toBeNull();
  });

  it.each([
    ['that is not there', null],
    ['that is empty', ''],
    ['without a colon', 'phones-canary'],
    ['without a user', ':canary-canary'],
    ['with a short password', 'phones:canary'],
    ['with two lines', 'phones:canary-canary\nothers:canary-canary'],
  ])('refuses a file %s, and does not repeat what stands in it', (_, text) => {
    expect(load(text)).toThrow(SettingsError);
    expect(load(text)).toThrow(/^PHONE_HTTP_LOGIN_FILE/);
    expect(load(text)).not.toThrow('canary');
  });

  it('refuses a file that would be of no use', () => {
    expect(load('phones:long-enough', { PHONE_HTTP_LOGIN: 'taken' })).toThrow('PHONE_HTTP_LOGIN=required');
  });
});
