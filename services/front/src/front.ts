/** What every step of an exchange is handed: the ports, the settings, and a few values made once. */
import type { Clock, Logger, Randomness } from '@anchorage/model';
import type { JobQueue } from '@anchorage/jobs';
import type { Store } from '@anchorage/store';
import type { TransportCredentials } from '@anchorage/syncml-session';
import type { FrontSettings } from './front-settings.ts';
import type { FrontMetrics } from './front-metrics.ts';
import type { LoginThrottle } from './login-throttle.ts';

export interface Front {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly logger: Logger;
  readonly settings: FrontSettings;
  readonly metrics: FrontMetrics;
  readonly throttle: LoginThrottle;
  /** By address alone: whoever tries many names at the upstream server in our name is slowed down too. */
  readonly strangers: LoginThrottle;
  /** A name for a phone in the log: keyed, so that nobody reads an IMEI out of it. */
  readonly deviceHash: (deviceUri: string) => string;
  /** This process, among the fronts on one database; another one after each start. */
  readonly processId: string;
  /** Waits; handed in so that a simulation can make time pass. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** One POST as it arrived. */
export interface PhoneRequest {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly userAgent: string | null;
  /** The session token of the query, if there is one. */
  readonly token: string | null;
  /** Absolute URL without query. */
  readonly url: string;
  readonly secure: boolean;
  /** Came over TLS for sure, or from this very machine: a password of another service may be asked for and sent on. */
  readonly private: boolean;
  /** What stands beside the message and may prove who sent it. */
  readonly credentials: TransportCredentials;
  /** Where it came from, for slowing down guessers. */
  readonly address: string;
}

/** What goes back, as octets: stored replies are sent as they are. */
export interface PhoneReply {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** `x-syncml-hmac`, where the phone wants our messages signed. */
  readonly mac?: string;
}
