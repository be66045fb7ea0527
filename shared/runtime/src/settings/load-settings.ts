import { join } from 'node:path';
import type { z } from 'zod';
import type { Definition } from './definition.ts';
import { definitions } from './definitions.ts';

type Read = { readonly [Name in keyof typeof definitions]: z.output<(typeof definitions)[Name]['schema']> };

export interface Settings extends Omit<Read, 'databaseUrl'> {
  /** Where the store is; the embedded database when none was named. */
  readonly databaseUrl: string;
  /** The embedded rung: SQLite, so that one process makes its own key and needs no server. */
  readonly embedded: boolean;
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid';
  /** Name in the environment. */
  readonly setting: string;
  constructor(setting: string, message: string, options?: { cause?: unknown }) {
    super(`${setting} ${message}`, options);
    this.setting = setting;
  }
}

/**
 * Reads every setting once, at start.
 *
 * @param env names in SCREAMING_SNAKE; unknown names are not looked at, empty values count as not set
 * @throws SettingsError naming the setting, never its value
 */
export function loadSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = Object.fromEntries(
    Object.entries<Definition>(definitions).map(([name, definition]) => [name, readOne(definition, env)]),
  ) as Read;
  for (const [value, file] of [
    [definitions.key.env, definitions.keyFile.env],
    [definitions.token.env, definitions.tokenFile.env],
  ] as const) {
    if (env[value] && env[file]) throw new SettingsError(value, `and ${file} cannot both be set`);
  }
  const databaseUrl = read.databaseUrl ?? `sqlite:${join(read.dataDir, 'anchorage.db')}`;
  return { ...read, databaseUrl, embedded: databaseUrl.startsWith('sqlite:') };
}

function readOne(definition: Definition, env: Readonly<Record<string, string | undefined>>): unknown {
  const parsed = definition.schema.safeParse(env[definition.env] || definition.default);
  if (parsed.success) return parsed.data;
  // Zod's messages for our schemas name ranges and choices, never the value.
  throw new SettingsError(definition.env, parsed.error.issues[0]?.message ?? 'is not valid');
}
