import { SettingsError } from './load-settings.ts';
import type { Settings } from './load-settings.ts';
import { readSecret } from './secret-file.ts';

/**
 * The login that all phones may show in HTTP; null when none was set.
 *
 * @throws SettingsError when the file is missing, malformed or of no use; never repeats what stands in it
 */
export function loadHttpLogin({
  phoneHttpLogin,
  phoneHttpLoginFile,
}: Pick<Settings, 'phoneHttpLogin' | 'phoneHttpLoginFile'>): {
  readonly username: string;
  readonly password: string;
} | null {
  if (phoneHttpLoginFile === null) return null;
  const setting = 'PHONE_HTTP_LOGIN_FILE';
  if (phoneHttpLogin !== 'required') {
    throw new SettingsError(setting, 'is of use only with PHONE_HTTP_LOGIN=required');
  }
  const text = readSecret(phoneHttpLoginFile);
  if (text === null) throw new SettingsError(setting, 'names a file that is not there');
  const login = /^([^:\n]{1,255}):([^\n]{8,255})\n?$/.exec(text.replaceAll('\r\n', '\n'));
  const [, username, password] = login ?? [];
  if (username === undefined || password === undefined) {
    throw new SettingsError(
      setting,
      'must hold one line user:password, the password of 8 or more characters',
    );
  }
  return { username, password };
}
