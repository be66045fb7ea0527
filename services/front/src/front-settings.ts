import { loadHttpLogin } from '@anchorage/runtime';
import type { Settings } from '@anchorage/runtime';
import type { KnownLogin } from '@anchorage/syncml-session';

/** What an operator may set of the phones' door. */
export interface FrontSettings {
  /** Where phones reach us, e.g. `https://sync.example.org`; null: taken from each request. */
  readonly publicUrl: string | null;
  /** What we announce and hold phones to, in encoded octets of one message. */
  readonly maxMsgSize: number;
  /** Largest object we take, in octets. */
  readonly maxObjSize: number;
  /** Largest request body, in octets; more is HTTP 413. Phones that split badly exceed `maxMsgSize`. */
  readonly maxBodySize: number;
  /** Octets a second a body must bring and a reply be taken with, on average over `rateWindow`; 0: no floor. */
  readonly minRate: number;
  /** In milliseconds. */
  readonly rateWindow: number;
  /** Slow bodies of one address at the same time. */
  readonly slowPerAddress: number;
  /**
   * For phones that send `Accept-Encoding: deflate`: `requests` tells them that they may pack theirs, `both` packs our
   * replies too. Packed requests are taken from anybody.
   */
  readonly compression: 'off' | 'requests' | 'both';
  /** A session without a message for so long is given up, in milliseconds. */
  readonly sessionTimeout: number;
  /** Messages a session may have. */
  readonly maxMessages: number;
  /** Upper bound of a device profile's `replyDeadline`, in milliseconds. */
  readonly maxReplyDeadline: number;
  /** Whole syncs that may be under way at once, of those this process let begin and of one tenant's; 0: any number. */
  readonly wholeSyncs: { readonly perProcess: number; readonly perTenant: number };
  /** Accept passwords sent in clear (basic) over plain HTTP. */
  readonly basicOverHttp: boolean;
  /** How phones are asked to log in, unless their profile says otherwise. */
  readonly challenge: 'md5' | 'mac';
  /** A login in HTTP's own header: wanted before anything is read, or only taken where it is a device's. */
  readonly httpLogin: {
    readonly required: boolean;
    /** One that all phones may show; null: each shows its own. */
    readonly shared: KnownLogin | null;
  };
  /** The server whose users may log in with its name and password; null: nobody may. Opaque here. */
  readonly upstream: string | null;
  /** Who we say we are in DevInf. */
  readonly server: {
    readonly deviceId: string;
    readonly manufacturer: string;
    readonly model: string;
    readonly version: string;
  };
}

export const defaultFrontSettings: FrontSettings = {
  publicUrl: null,
  maxMsgSize: 32_768,
  maxObjSize: 4 * 1024 * 1024,
  maxBodySize: 2 * 1024 * 1024,
  minRate: 100,
  rateWindow: 30_000,
  slowPerAddress: 64,
  compression: 'requests',
  sessionTimeout: 15 * 60_000,
  maxMessages: 5_000,
  maxReplyDeadline: 100_000,
  wholeSyncs: { perProcess: 200, perTenant: 0 },
  basicOverHttp: true,
  challenge: 'md5',
  httpLogin: { required: false, shared: null },
  upstream: null,
  server: { deviceId: 'anchorage', manufacturer: 'Anchorage', model: 'Anchorage', version: '0.1.0' },
};

/** The front's part of the process's settings. Throws `SettingsError` when the file of a login cannot be used. */
export function frontSettingsFrom(
  settings: Pick<
    Settings,
    | 'publicUrl'
    | 'maxRequestBytes'
    | 'maxMessageBytes'
    | 'maxObjectBytes'
    | 'sessionTimeoutMs'
    | 'replyDeadlineMs'
    | 'slowSyncsPerProcess'
    | 'slowSyncsPerTenant'
    | 'davUpstream'
    | 'phoneMinRate'
    | 'phoneSlowPerAddress'
    | 'phoneCompression'
    | 'phoneChallenge'
    | 'phoneHttpLogin'
    | 'phoneHttpLoginFile'
  >,
): Partial<FrontSettings> {
  return {
    publicUrl: settings.publicUrl,
    maxBodySize: settings.maxRequestBytes,
    maxMsgSize: settings.maxMessageBytes,
    maxObjSize: settings.maxObjectBytes,
    sessionTimeout: settings.sessionTimeoutMs,
    maxReplyDeadline: settings.replyDeadlineMs,
    wholeSyncs: { perProcess: settings.slowSyncsPerProcess, perTenant: settings.slowSyncsPerTenant },
    upstream: settings.davUpstream,
    minRate: settings.phoneMinRate,
    slowPerAddress: settings.phoneSlowPerAddress,
    compression: settings.phoneCompression,
    challenge: settings.phoneChallenge,
    httpLogin: { required: settings.phoneHttpLogin === 'required', shared: loadHttpLogin(settings) },
  };
}

/**
 * For `http.createServer`: early phones leave out Host, and a GPRS phone needs half a minute for 100 kB. The bounds
 * keep a slow reader from holding a connection for ever.
 */
export const phoneServerOptions = {
  requireHostHeader: false,
  headersTimeout: 30_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 65_000,
} as const;
