/** What goes into the transport and what comes out of it. */
import type { Readable } from 'node:stream';
import type { Clock, Randomness, Timers } from '@anchorage/model';
import type { DavCredentials } from '../contract.ts';
import type { Resolve } from './address-guard.ts';

export interface TransportLimits {
  readonly connectionsPerOrigin: number;
  /** Milliseconds. */
  readonly connect: number;
  readonly headers: number;
  /** For the whole body, however steadily it drips. */
  readonly body: number;
  /** From the call to its end, waiting for a free connection and redirects included. */
  readonly overall: number;
  /** Octets of a listing or report. */
  readonly listBytes: number;
  /** Octets of one resource. */
  readonly objectBytes: number;
  readonly redirects: number;
}

export interface DavTransportOptions {
  /** Without "Mozilla": Zimbra answers browsers differently. */
  readonly userAgent: string;
  /** False refuses servers on private, loopback and link-local addresses. */
  readonly allowPrivateAddresses: boolean;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly limits?: Partial<TransportLimits>;
  /** Domains whose hosts share accounts, so that a login may follow a redirect between them. */
  readonly siblingDomains?: readonly string[];
  readonly resolve?: Resolve;
  /** What carries a request to its server; default: HTTP over sockets. The simulation is its own network. */
  readonly http?: HttpClient;
  /** For the deadlines; default: Node's. */
  readonly timers?: Timers;
  /** Told once per HTTP exchange, for spans and counters; nothing in it names a person. */
  readonly onExchange?: (exchange: DavExchange) => void;
}

/** One request to its answer, nothing more: no redirect, no deadline, no second try. */
export interface HttpClient {
  /** Throws as Node does, with a `code`, when there is no answer; the signal's reason once it is aborted. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends what is still under way after a moment. */
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

export interface DavExchange {
  readonly method: string;
  readonly origin: string;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface DavRequest {
  readonly method: string;
  readonly url: string;
  readonly credentials: DavCredentials | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Which cap the answer's body is under. */
  readonly size: 'list' | 'object';
  /** `report` hands a 3xx back as the answer. Default `follow`. */
  readonly redirects?: 'follow' | 'report';
  readonly signal?: AbortSignal | undefined;
}

export interface DavAnswer {
  readonly status: number;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface DavTransport {
  readonly clock: Clock;
  /** May a login given for one URL be sent to the other? */
  sharesLogin(from: string, to: string): boolean;
  /** Throws DavError for failures below HTTP and for refused redirects; the signal's reason if it is aborted. */
  request(request: DavRequest): Promise<DavAnswer>;
  close(): Promise<void>;
}
