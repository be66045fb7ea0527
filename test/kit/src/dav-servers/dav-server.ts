/** A real DAV server of Debian's, run for a test on a free loopback port with a data folder of its own. */

export interface DavUser {
  readonly name: string;
  readonly password: string;
}

/** The collections every user gets. Notes are VJOURNAL. */
export const collectionNames = ['contacts', 'calendar', 'tasks', 'notes'] as const;
export type CollectionName = (typeof collectionNames)[number];

export interface RawResource {
  /** Absolute URL. */
  readonly href: string;
  readonly etag: string;
  /** As stored, byte for byte. */
  readonly body: string;
}

export interface DavServer {
  readonly product: 'radicale' | 'xandikos';
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly users: readonly DavUser[];
  readonly folder: string;
  /** Absolute URL with a trailing slash. */
  collectionUrl(user: DavUser, name: CollectionName): string;
  /** Every member of a collection, read by code that shares nothing with the gateway's. */
  listAll(user: DavUser, name: CollectionName): Promise<RawResource[]>;
  /** Writes as another program would: no conditions. Gives the resource's URL. */
  put(user: DavUser, name: CollectionName, fileName: string, body: string): Promise<string>;
  remove(user: DavUser, href: string): Promise<void>;
  /** Empties every collection of every user. */
  wipe(): Promise<void>;
  /** SIGTERM; the data stays. */
  stop(): Promise<void>;
  /** SIGKILL; the data stays. */
  kill(): Promise<void>;
  /** The same port, the same data. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

export interface DavServerOptions {
  /** Default: alice and bob. */
  readonly users?: readonly DavUser[];
  /** Default: a new temporary folder. */
  readonly folder?: string;
  readonly port?: number;
}

export const defaultUsers: readonly DavUser[] = [
  { name: 'alice', password: 'alice-pw' },
  { name: 'bob', password: 'bob-pw' },
];
