/** Where data lie, and the secrets that open them. */
import { z } from 'zod';
import type { Definition } from './definition.ts';
import { optional, text, url, whole, yesOrNo } from './schemas.ts';

export const storageSettings = {
  dataDir: {
    env: 'DATA_DIR',
    section: 'Storage',
    default: './data',
    schema: text,
    help: 'Folder of the embedded database, and of the key and token made on the first start.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    section: 'Storage',
    default: null,
    schema: optional(url(/^(postgres(ql)?:\/\/|sqlite:)/)),
    help: '`postgres://user:password@host/name` for production. Default: `sqlite:` with `anchorage.db` in `DATA_DIR`.',
  },
  databasePoolSize: {
    env: 'DATABASE_POOL_SIZE',
    section: 'Storage',
    default: '10',
    schema: whole(1, 500),
    help: 'Connections of one process to PostgreSQL.',
  },
  databaseMigrate: {
    env: 'DATABASE_MIGRATE',
    section: 'Storage',
    default: 'true',
    schema: yesOrNo,
    help: 'Bring the schema up on start. `false` where a job of its own does it: then a schema that is behind stops the start.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    section: 'Storage',
    default: null,
    schema: optional(url(/^rediss?:\/\//)),
    help: '`redis://host:6379`: the queue between several processes. Default: a queue within the one process.',
  },
  redisPrefix: {
    env: 'REDIS_PREFIX',
    section: 'Storage',
    default: '{anchorage}',
    schema: z.string().regex(/^\{[\w-]{1,40}\}$/, 'must be a name in braces'),
    help: "Begin of all keys in Redis; in braces, so that a cluster keeps a queue's keys together.",
  },
  key: {
    env: 'ANCHORAGE_KEY',
    section: 'Secrets',
    default: null,
    schema: optional(text),
    help: 'Keys for what is stored encrypted: `name:base64` of 32 octets, several with commas between; the first wraps, the others only open. Required with PostgreSQL. Make one with `openssl rand -base64 32`.',
  },
  keyFile: {
    env: 'ANCHORAGE_KEY_FILE',
    section: 'Secrets',
    default: null,
    schema: optional(text),
    help: 'File with the same, one key a line. Default without PostgreSQL: `key` in `DATA_DIR`, made on the first start. Keep a copy apart from the database: without it nothing can be read.',
  },
  token: {
    env: 'ANCHORAGE_TOKEN',
    section: 'Secrets',
    default: null,
    schema: optional(
      z.string().regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 or more ASCII characters without spaces'),
    ),
    help: "Operator's token for the API and the command line.",
  },
  tokenFile: {
    env: 'ANCHORAGE_TOKEN_FILE',
    section: 'Secrets',
    default: null,
    schema: optional(text),
    help: 'File with the token. Default: `token` in `DATA_DIR`, made on the first start.',
  },
} as const satisfies Record<string, Definition>;
