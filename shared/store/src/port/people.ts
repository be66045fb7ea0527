/** Accounts, their logins at DAV servers, and the record of who did what. */
import type { AccountId, LinkId, TenantId } from '@anchorage/model';

export interface Account {
  readonly id: AccountId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** IANA zone of the person; what floating times of phones mean. */
  readonly timeZone: string;
  readonly createdAt: number;
}

export interface Accounts {
  /** Throws `conflict` when the tenant has an account of that name (compared case-insensitively). */
  add(account: {
    readonly name: string;
    readonly timeZone: string;
    readonly tenantId?: TenantId;
  }): Promise<Account>;
  get(id: AccountId): Promise<Account | null>;
  /** Case-insensitive, in the default tenant unless another is named. */
  byName(name: string, tenantId?: TenantId): Promise<Account | null>;
  list(): Promise<readonly Account[]>;
  /** Makes others who ask for the same wait until the transaction ends: what is counted of a tenant stays so. */
  lockTenant(id: TenantId): Promise<void>;
  /** Erases the account with everything that is its own, its data key included. The audit trail stays. */
  remove(id: AccountId): Promise<void>;
}

export type LinkStatus = 'ok' | 'needs-login' | 'paused';

export interface Link {
  readonly id: LinkId;
  readonly accountId: AccountId;
  readonly provider: string;
  /** What the user typed. */
  readonly url: string;
  readonly rootUrl: string;
  readonly username: string;
  readonly status: LinkStatus;
  readonly reason: string | null;
  readonly createdAt: number;
}

export interface Links {
  add(
    accountId: AccountId,
    link: {
      readonly provider: string;
      readonly url: string;
      readonly rootUrl: string;
      readonly username: string;
      readonly password: string;
    },
  ): Promise<Link>;
  get(accountId: AccountId, id: LinkId): Promise<Link | null>;
  list(accountId: AccountId): Promise<readonly Link[]>;
  /** Links of any account that log in at this root with this very name, the oldest first. Across accounts. */
  byLogin(rootUrl: string, username: string): Promise<readonly Link[]>;
  password(accountId: AccountId, id: LinkId): Promise<string>;
  setStatus(accountId: AccountId, id: LinkId, status: LinkStatus, reason: string | null): Promise<void>;
  /** After a new login; the status becomes `ok`. */
  setPassword(accountId: AccountId, id: LinkId, password: string): Promise<void>;
  /** With its collections and their items. Phones keep what they have. */
  remove(accountId: AccountId, id: LinkId): Promise<void>;
}

export interface Audit {
  add(
    accountId: AccountId | null,
    entry: {
      readonly at: number;
      readonly actor: string;
      readonly action: string;
      readonly subject: string | null;
    },
  ): Promise<void>;
  /** Newest first. Null: of all accounts and of none, for operators. */
  list(
    accountId: AccountId | null,
    limit: number,
  ): Promise<
    readonly {
      readonly at: number;
      readonly actor: string;
      readonly action: string;
      readonly subject: string | null;
    }[]
  >;
}
