/** A CloudCollection over HTTP. It remembers nothing between calls: positions, ETags and bodies are the caller's. */
import type { CloudCollection, CollectionInfo, DavCredentials } from './contract.ts';
import { readChanges } from './changes.ts';
import { fetchResources } from './fetch-resources.ts';
import { findByUid } from './find-by-uid.ts';
import { withTrailingSlash } from './href.ts';
import type { CollectionContext } from './requests/context.ts';
import { requestDelete } from './requests/delete.ts';
import { requestPut } from './requests/put.ts';
import type { DavTransport } from './transport/messages.ts';

export interface CollectionOptions {
  readonly transport: DavTransport;
  readonly url: string;
  /** `contact` makes it an address book, everything else a calendar. */
  readonly kinds: CollectionInfo['kinds'];
  readonly credentials: DavCredentials;
}

/** Opens a collection; nothing is asked of the server yet. */
export function createCollection(options: CollectionOptions): CloudCollection {
  const url = withTrailingSlash(options.url);
  const context = (signal: AbortSignal | undefined): CollectionContext => ({ ...options, url, signal });
  return {
    url,
    changes: (position, signal) => readChanges(context(signal), position),
    fetch: (hrefs, signal) => fetchResources(context(signal), hrefs),
    hrefFor: (fileName) => url + encodeURIComponent(fileName),
    put: (resource, signal) => requestPut(context(signal), resource),
    delete: (resource, signal) => requestDelete(context(signal), resource),
    findByUid: (uid, signal) => findByUid(context(signal), uid),
  };
}
