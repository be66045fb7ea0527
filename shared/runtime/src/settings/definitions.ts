/**
 * Every setting, once: its name in the environment, its default, what it means. SETTINGS.md is printed from this table.
 * Values are texts from the environment; an empty one counts as not set.
 */
import { z } from 'zod';

export interface Definition<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly section: Section;
  /** As it would stand in the environment; null: not set. */
  readonly default: string | null;
  readonly help: string;
  readonly schema: Schema;
}

export const sections = ['Network', 'Storage', 'Secrets', 'Sync', 'Cloud', 'Jobs', 'Process'] as const;
export type Section = (typeof sections)[number];

const text = z.string().min(1).max(4_096);
const yesOrNo = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => value === 'true' || value === '1' || value === 'yes');
const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(from).max(to));
const port = whole(0, 65_535);
const milliseconds = whole(1, 7 * 24 * 3_600_000);
const url = (protocols: RegExp) => z.string().regex(protocols, 'has a scheme that does not fit').max(4_096);
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

export const definitions = {
  port: {
    env: 'PORT',
    section: 'Network',
    default: '8080',
    schema: port,
    help: 'Port for phones (`/sync`, unless `PHONE_PORT` is set) and people (`/`). 0 takes any free one.',
  },
  host: {
    env: 'HOST',
    section: 'Network',
    default: '0.0.0.0',
    schema: text,
    help: 'Address to listen on.',
  },
  publicUrl: {
    env: 'PUBLIC_URL',
    section: 'Network',
    default: null,
    schema: optional(url(/^https?:\/\/[^/?#@]+\/?$/)),
    help: 'How phones reach the gateway, e.g. `https://sync.example.org`; stands in what devices are told. Default: the address of the request.',
  },
  phonePort: {
    env: 'PHONE_PORT',
    section: 'Network',
    default: null,
    schema: optional(port),
    help: 'A port for phones alone: `/sync` and the probes are served there, and phones nowhere else. 0 takes any free one. Default: phones share `PORT`.',
  },
  phoneHost: {
    env: 'PHONE_HOST',
    section: 'Network',
    default: null,
    schema: optional(text),
    help: 'Address to listen on for `PHONE_PORT`. Default: `HOST`.',
  },
  phoneMinRate: {
    env: 'PHONE_MIN_RATE',
    section: 'Network',
    default: '100',
    schema: whole(0, 1_000_000),
    help: 'Octets a second a phone must send its message and take its reply with, on average over 30 s; slower ones are cut off (HTTP 408). GPRS brings some 2000. 0: no floor.',
  },
  phoneSlowPerAddress: {
    env: 'PHONE_SLOW_PER_ADDRESS',
    section: 'Network',
    default: '64',
    schema: whole(1, 1_000_000),
    help: 'Requests of one address that may take longer than 5 s to arrive at the same time. Phones behind one WAP gateway or NAT share an address.',
  },
  phoneCompression: {
    env: 'PHONE_COMPRESSION',
    section: 'Network',
    default: 'requests',
    schema: z.enum(['off', 'requests', 'both']),
    help: 'For phones that send `Accept-Encoding: deflate`: `requests` tells them that they may send theirs packed, `both` packs replies too, `off` neither.',
  },
  phoneChallenge: {
    env: 'PHONE_CHALLENGE',
    section: 'Network',
    default: 'md5',
    schema: z.enum(['md5', 'mac']),
    help: 'How phones are asked to log in: `md5`, or `mac`, which signs every message (`x-syncml-hmac`) and which few phones know. Either is taken, whichever was asked for.',
  },
  phoneHttpLogin: {
    env: 'PHONE_HTTP_LOGIN',
    section: 'Network',
    default: 'taken',
    schema: z.enum(['taken', 'required']),
    help: "`required`: nothing of a request is read unless its `Authorization: Basic` holds a phone's own login or that of `PHONE_HTTP_LOGIN_FILE`; others get HTTP 401. `taken`: a phone's own login there is as good as one in SyncML.",
  },
  phoneHttpLoginFile: {
    env: 'PHONE_HTTP_LOGIN_FILE',
    section: 'Network',
    default: null,
    schema: optional(text),
    help: 'File with one `user:password` that all phones may show with `PHONE_HTTP_LOGIN=required`; each still logs in to SyncML.',
  },
  trustProxy: {
    env: 'TRUST_PROXY',
    section: 'Network',
    default: 'false',
    schema: yesOrNo,
    help: 'Believe `X-Forwarded-For`, `-Proto` and `-Host`. Only behind a proxy that sets them itself.',
  },
  metricsPort: {
    env: 'METRICS_PORT',
    section: 'Network',
    default: '9464',
    schema: port.or(z.literal('off').transform(() => null)),
    help: 'Port of `/metrics` for Prometheus. 0 takes any free one, `off` none.',
  },
  metricsHost: {
    env: 'METRICS_HOST',
    section: 'Network',
    default: '127.0.0.1',
    schema: text,
    help: 'Address for `/metrics`, which asks for no password.',
  },
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
  replyDeadlineMs: {
    env: 'REPLY_DEADLINE_MS',
    section: 'Sync',
    default: '15000',
    schema: whole(1, 120_000),
    help: 'How long a reply to a phone waits for the cloud side before the phone is told to go on. A device profile may say less.',
  },
  sessionTimeoutMs: {
    env: 'SESSION_TIMEOUT_MS',
    section: 'Sync',
    default: '1800000',
    schema: milliseconds,
    help: 'A session without a message for this long is ended; what the phone had sent is kept and brought to the cloud.',
  },
  slowSyncsPerProcess: {
    env: 'SLOW_SYNCS_PER_PROCESS',
    section: 'Sync',
    default: '200',
    schema: whole(0, 1_000_000),
    help: 'Slow syncs and first refreshes that one front lets begin at the same time. Other phones are told to come back later; those under way go on. 0: no bound.',
  },
  slowSyncsPerTenant: {
    env: 'SLOW_SYNCS_PER_TENANT',
    section: 'Sync',
    default: '0',
    schema: whole(0, 1_000_000),
    help: 'The same for all phones of a tenant, on all fronts together. Where several tenants share fronts, less than these can bear keeps one from taking all places. 0: no bound.',
  },
  maxRequestBytes: {
    env: 'MAX_REQUEST_BYTES',
    section: 'Sync',
    default: '4194304',
    schema: whole(16_384, 268_435_456),
    help: 'Largest message taken from a phone, in octets; larger ones get HTTP 413.',
  },
  maxObjectBytes: {
    env: 'MAX_OBJECT_BYTES',
    section: 'Sync',
    default: '8388608',
    schema: whole(16_384, 268_435_456),
    help: 'Largest item taken from a phone in several messages, in octets.',
  },
  retentionDays: {
    env: 'RETENTION_DAYS',
    section: 'Sync',
    default: '30',
    schema: whole(1, 3_650),
    help: 'How long replaced and deleted versions, and the records of past sessions, are kept for undo.',
  },
  davAllowPrivate: {
    env: 'DAV_ALLOW_PRIVATE',
    section: 'Cloud',
    default: 'false',
    schema: yesOrNo,
    help: 'Let people link servers at private and loopback addresses. Only where everybody with an account is trusted.',
  },
  davTimeoutMs: {
    env: 'DAV_TIMEOUT_MS',
    section: 'Cloud',
    default: '30000',
    schema: whole(100, 600_000),
    help: 'How long one request to a CalDAV or CardDAV server may take.',
  },
  davUpstream: {
    env: 'DAV_UPSTREAM',
    section: 'Cloud',
    default: null,
    schema: optional(url(/^https?:\/\//)),
    help: "Pass-through: the one server whose users may log in from their phone with that server's name and app password. Same for front and connector.",
  },
  davUpstreamTimeZone: {
    env: 'DAV_UPSTREAM_TIME_ZONE',
    section: 'Cloud',
    default: 'UTC',
    schema: text.refine(isTimeZone, 'is no IANA time zone'),
    help: 'Pass-through: time zone of the people who come in that way, for phones that know none. Example: Europe/Berlin.',
  },
  concurrencyRefresh: {
    env: 'CONCURRENCY_REFRESH',
    section: 'Jobs',
    default: '8',
    schema: whole(1, 1_000),
    help: 'Collections read from the cloud at once, per process.',
  },
  concurrencyReconcile: {
    env: 'CONCURRENCY_RECONCILE',
    section: 'Jobs',
    default: '8',
    schema: whole(1, 1_000),
    help: "Phones' datastores reconciled at once, per process.",
  },
  concurrencyPush: {
    env: 'CONCURRENCY_PUSH',
    section: 'Jobs',
    default: '8',
    schema: whole(1, 1_000),
    help: 'Collections written to the cloud at once, per process.',
  },
  concurrencyDiscover: {
    env: 'CONCURRENCY_DISCOVER',
    section: 'Jobs',
    default: '2',
    schema: whole(1, 1_000),
    help: 'Links searched for collections, and pass-through logins checked, at once, per process.',
  },
  sweepIntervalMs: {
    env: 'SWEEP_INTERVAL_MS',
    section: 'Jobs',
    default: '2000',
    schema: milliseconds,
    help: 'How often rows without a job are looked for.',
  },
  jobLockMs: {
    env: 'JOB_LOCK_MS',
    section: 'Jobs',
    default: '30000',
    schema: whole(1_000, 3_600_000),
    help: 'How long a job of a killed process stays its own before another takes it over (Redis).',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    section: 'Process',
    default: 'info',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    help: '`debug`, `info`, `warn`, `error` or `silent`.',
  },
  drainDelayMs: {
    env: 'DRAIN_DELAY_MS',
    section: 'Process',
    default: '0',
    schema: whole(0, 300_000),
    help: 'After SIGTERM: how long requests are still served while `/readyz` says no already.',
  },
  drainTimeoutMs: {
    env: 'DRAIN_TIMEOUT_MS',
    section: 'Process',
    default: '10000',
    schema: whole(0, 600_000),
    help: 'After that: how long running requests and jobs may take before they are cut off.',
  },
} as const satisfies Record<string, Definition>;
