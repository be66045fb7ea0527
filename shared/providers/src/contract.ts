/**
 * What differs between clouds: how a login is checked, where its collections are, what is special about them. One
 * folder per provider, all with the same files (`index.ts link.ts discover.ts quirks.ts`).
 */
import type { CloudCollection, CollectionInfo, DavCredentials } from '@anchorage/dav';

export const providerNames = ['generic'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface LinkRequest {
  /** URL or mail address the user typed. */
  readonly url: string;
  readonly credentials: DavCredentials;
}

export interface Discovered {
  /** Where requests really go, after well-known and redirects. */
  readonly rootUrl: string;
  readonly principalUrl: string | null;
  readonly collections: readonly CollectionInfo[];
}

export interface Provider {
  readonly name: ProviderName;
  /** Checks the login and lists its collections. Throws DavError (`needs-login` for a refused password). */
  discover(request: LinkRequest, signal?: AbortSignal): Promise<Discovered>;
  /** A collection to work on. Connections are pooled per origin inside the provider. */
  open(
    collection: { readonly url: string; readonly kinds: CollectionInfo['kinds'] },
    credentials: DavCredentials,
  ): CloudCollection;
  close(): Promise<void>;
}
