/**
 * What the connector needs of a CalDAV or CardDAV collection. A resource is an href with an ETag; hrefs are absolute
 * URLs kept byte for byte as the server wrote them, ETags are opaque strings sent back unchanged.
 */
import type { ItemKind } from '@anchorage/model';

export interface DavCredentials {
  readonly username: string;
  readonly password: string;
}

export interface CollectionInfo {
  /** Absolute URL with a trailing slash. */
  readonly url: string;
  readonly displayName: string;
  /** What may be stored in it: contact for an address book; event, task, note by supported-calendar-component-set. */
  readonly kinds: readonly ItemKind[];
  /** No write-content or bind privilege, a subscription, or a birthday calendar. */
  readonly readOnly: boolean;
  readonly supportsSyncCollection: boolean;
  readonly maxResourceSize: number | null;
}

/** Where a collection's history was read up to. */
export type SyncPosition =
  | { readonly mode: 'token'; readonly token: string }
  /** No usable sync-collection: the listing is compared with what we hold each time the CTag differs. */
  | { readonly mode: 'listing'; readonly ctag: string | null };

export interface ListedResource {
  readonly href: string;
  readonly etag: string;
}

/**
 * One step of reading a collection. `delta`: the named resources changed or went. `listing`: the complete, validated
 * membership; whatever we hold beyond it has gone. `unchanged`: nothing to do.
 */
export type ChangePage =
  | {
      readonly kind: 'delta';
      readonly changed: readonly ListedResource[];
      readonly removed: readonly string[];
      /** Store it only together with this page's items. */
      readonly position: SyncPosition;
      readonly more: boolean;
    }
  | { readonly kind: 'listing'; readonly members: readonly ListedResource[]; readonly position: SyncPosition }
  | { readonly kind: 'unchanged'; readonly position: SyncPosition };

export type FetchedResource =
  | { readonly href: string; readonly kind: 'found'; readonly etag: string; readonly body: string }
  | { readonly href: string; readonly kind: 'gone' }
  /** Listed, yet neither multiget nor GET delivers it: quarantine it, never take it as deleted. */
  | { readonly href: string; readonly kind: 'unavailable'; readonly reason: string };

export type PutOutcome =
  | {
      readonly kind: 'stored';
      /** `Location` if the server named one, else the request's URL. */
      readonly href: string;
      /** Null when the server gave none: it may have rewritten the body; fetch it again. */
      readonly etag: string | null;
    }
  /** 412, or the href/UID is taken: read the resource again, merge, try again. `href` when the server named it. */
  | { readonly kind: 'lost-race'; readonly href: string | null }
  /** 404/410 on an update: deleted meanwhile. */
  | { readonly kind: 'gone' }
  /** The server will never take this body or may not be written: reason is its precondition or status. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

export type DeleteOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'lost-race' }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

export interface CloudCollection {
  readonly url: string;
  /** The next page after `position`; null reads from the beginning. A refused token falls back to a listing by itself. */
  changes(position: SyncPosition | null, signal?: AbortSignal): Promise<ChangePage>;
  /** Bodies of the given hrefs, one answer per href asked for, in that order. */
  fetch(hrefs: readonly string[], signal?: AbortSignal): Promise<readonly FetchedResource[]>;
  /** The URL of a new member with this file name (`<uuid>.vcf`, `<uuid>.ics`). */
  hrefFor(fileName: string): string;
  /** `etag` null creates with `If-None-Match: *`; else updates with `If-Match`. */
  put(
    resource: { readonly href: string; readonly etag: string | null; readonly body: string },
    signal?: AbortSignal,
  ): Promise<PutOutcome>;
  delete(
    resource: { readonly href: string; readonly etag: string },
    signal?: AbortSignal,
  ): Promise<DeleteOutcome>;
  /** The resource that carries a UID, when a create was refused because of it. */
  findByUid(uid: string, signal?: AbortSignal): Promise<FetchedResource | null>;
}
