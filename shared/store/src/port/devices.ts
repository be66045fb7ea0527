/** Phones with their logins, nonces issued to them, and logins that wait for the upstream server. */
import type { AccountId, DeviceId, DeviceProfile, EnrolmentId, LinkId } from '@anchorage/model';

export type DeviceState = 'active' | 'blocked';

export interface Device {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly name: string;
  /** Phone's login, unique over all accounts, lower case. With `passThrough` the cloud's user name as it was typed. */
  readonly username: string;
  /** Null for a login that we gave out ourselves. */
  readonly passThrough: PassThrough | null;
  /** Source LocURI of the phone that uses this login; null until its first sync. */
  readonly deviceUri: string | null;
  readonly userAgent: string | null;
  /** DevInf as JSON text, opaque here. */
  readonly devInf: string | null;
  readonly profile: DeviceProfile | null;
  readonly state: DeviceState;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

/** A device that came in with its user's login at the upstream server. Unique by (upstream, username, deviceUri). */
export interface PassThrough {
  /** The upstream server as the operator named it. */
  readonly upstream: string;
  /** The link that the login belongs to; gone when its owner removed it. */
  readonly linkId: LinkId;
  /** When the upstream server last took the stored password; null: it refused it since. */
  readonly verifiedAt: number | null;
}

export interface Devices {
  /** Throws `conflict` when the login, or the phone of a pass-through login, is there already. */
  add(
    accountId: AccountId,
    device: {
      readonly name: string;
      readonly username: string;
      readonly password: string;
      readonly passThrough?: PassThrough & { readonly deviceUri: string };
    },
  ): Promise<Device>;
  get(accountId: AccountId, id: DeviceId): Promise<Device | null>;
  /** For login, therefore without an account. Case-insensitive; never a pass-through device. */
  byUsername(username: string): Promise<{ readonly device: Device; readonly password: string } | null>;
  /** The pass-through device of one phone of one user; the name letter by letter, because clouds may tell case apart. */
  byUpstream(login: {
    readonly upstream: string;
    readonly username: string;
    readonly deviceUri: string;
  }): Promise<{ readonly device: Device; readonly password: string } | null>;
  /** The password of its login; null when there is no such device. */
  password(accountId: AccountId, id: DeviceId): Promise<string | null>;
  list(accountId: AccountId): Promise<readonly Device[]>;
  update(
    accountId: AccountId,
    id: DeviceId,
    change: {
      readonly deviceUri?: string | null;
      readonly userAgent?: string | null;
      readonly devInf?: string | null;
      readonly profile?: DeviceProfile;
      readonly state?: DeviceState;
      readonly lastSeenAt?: number;
      readonly passThrough?: Pick<PassThrough, 'linkId' | 'verifiedAt'>;
    },
  ): Promise<void>;
  setPassword(accountId: AccountId, id: DeviceId, password: string): Promise<void>;
  /** With its datastores, mappings and sessions. */
  remove(accountId: AccountId, id: DeviceId): Promise<void>;
  /** Forgets mappings, anchors and positions of all its datastores, and what was set aside: the next sync is a slow one. */
  reset(accountId: AccountId, id: DeviceId): Promise<void>;
}

/** Nonces issued to a Source LocURI, known or not. A table without an account: it is asked before login. */
export interface Challenges {
  /** Newest first, at most two; raw octets. */
  get(deviceUri: string): Promise<readonly Uint8Array[]>;
  /** Makes `nonce` the current one and keeps the one before. */
  issue(deviceUri: string, nonce: Uint8Array, now: number): Promise<void>;
  prune(before: number): Promise<number>;
}

/** `pending`: the upstream server has not been asked or did not answer; `refused`: it does not take this password. */
export type EnrolmentState = 'pending' | 'refused';

/** A login that a phone typed and that the upstream server has to judge. Gone when it was found good, or given up. */
export interface Enrolment {
  readonly id: EnrolmentId;
  readonly upstream: string;
  readonly username: string;
  readonly deviceUri: string;
  readonly state: EnrolmentState;
  readonly attempts: number;
  /** Pending: the next try; refused: how long that is remembered. */
  readonly dueAt: number;
  readonly createdAt: number;
}

/**
 * Belongs to no account yet. One row per login and phone, found again by a keyed hash of the login; the password is
 * sealed by a key of the ring's own for this purpose and erased with the verdict.
 */
export interface Enrolments {
  /**
   * The row of this login and phone, made if there is none. A refusal that is still remembered answers for every phone
   * with the same login. Null when `most` rows are there already.
   */
  ask(
    login: {
      readonly upstream: string;
      readonly username: string;
      readonly password: string;
      readonly deviceUri: string;
    },
    most: number,
  ): Promise<Enrolment | null>;
  get(id: EnrolmentId): Promise<Enrolment | null>;
  /** Throws `not-found` when it is not pending, `sealed` when the ring's key has gone. */
  password(id: EnrolmentId): Promise<string>;
  /** Pending ones due at `now`: for the sweeper. */
  due(now: number, limit: number): Promise<readonly EnrolmentId[]>;
  /** Removes a pending row; false when somebody else was faster. In a transaction nobody else can take it then. */
  take(id: EnrolmentId): Promise<boolean>;
  /** Erases the password and remembers the refusal until then. */
  refuse(id: EnrolmentId, until: number): Promise<void>;
  /** Counts an attempt. */
  postpone(id: EnrolmentId, dueAt: number): Promise<void>;
  /** Removes refusals that are over at `now` and rows made before `before`; returns how many. */
  prune(now: number, before: number): Promise<number>;
}
