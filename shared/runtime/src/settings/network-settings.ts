/** Where the gateway listens, and how phones come in. */
import { z } from 'zod';
import type { Definition } from './definition.ts';
import { optional, port, text, url, whole, yesOrNo } from './schemas.ts';

export const networkSettings = {
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
} as const satisfies Record<string, Definition>;
