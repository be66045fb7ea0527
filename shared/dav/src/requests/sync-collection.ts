/**
 * The sync-collection report (RFC 6578, 3.2), one page of it. Depth 0 and no limit: Purelymail and others refuse a Depth
 * of 1, and a limit on the first report is an error on Nextcloud.
 */
import type { ListedResource } from '../contract.ts';
import { collectionKey, pathKey, resolveHref } from '../href.ts';
import { etagOf, isCollection } from '../multistatus.ts';
import { readRefusal } from '../refusal.ts';
import { escapeXml } from '../xml.ts';
import { failureOf, multistatusOf, sendXml, type CollectionContext } from './context.ts';

export type SyncReport =
  | {
      readonly kind: 'page';
      readonly changed: readonly ListedResource[];
      readonly removed: readonly string[];
      readonly token: string;
      /** The server cut the page with a 507 (RFC 6578, 3.6). */
      readonly truncated: boolean;
    }
  /** The token or the report itself was refused. */
  | { readonly kind: 'refused'; readonly invalidToken: boolean };

/** `token` null asks for everything. Throws for a refused login and for failures that will pass. */
export async function requestSyncCollection(
  context: CollectionContext,
  token: string | null,
): Promise<SyncReport> {
  const answer = await sendXml(context, 'REPORT', '0', body(token));
  if (answer.status !== 207) {
    const refusal = readRefusal(answer.body.toString('utf8'));
    const invalidToken = refusal.preconditions.includes('valid-sync-token') || answer.status === 410;
    if (!isRefusal(answer.status) || (refusal.usageLimit && !invalidToken))
      throw failureOf(context, answer, 'REPORT');
    return { kind: 'refused', invalidToken };
  }
  const multistatus = multistatusOf(answer, 'REPORT');
  // RFC 6578, 3.2: the token is not optional; without it nothing can be continued.
  if (multistatus.syncToken === null) return { kind: 'refused', invalidToken: false };

  const self = collectionKey(answer.url);
  const changed = new Map<string, ListedResource>();
  const removed = new Map<string, string>();
  let truncated = false;
  for (const response of multistatus.responses) {
    const href = resolveHref(response.href, answer.url, 'REPORT');
    if (response.status === 507) truncated = true;
    if (response.status === 507 || collectionKey(href) === self || isCollection(response)) continue;
    if (response.preconditions.includes('sync-traversal-supported')) continue;
    const key = pathKey(href);
    if (response.status === 404 || response.status === 410) removed.set(key, href);
    else if ((changed.get(key)?.etag ?? '') === '') changed.set(key, { href, etag: etagOf(response) });
  }
  for (const key of changed.keys()) removed.delete(key);
  return {
    kind: 'page',
    changed: [...changed.values()],
    removed: [...removed.values()],
    token: multistatus.syncToken,
    truncated,
  };
}

/**
 * RFC 6578, 3.2.1 wants 403 and `valid-sync-token`; met are 400, 409, 410, 412 and 418, on xandikos 0.2.8 a 500, and on
 * Nextcloud a 507 as the whole answer. What says "later" or "log in" is no refusal.
 */
function isRefusal(status: number): boolean {
  if ([401, 408, 423, 425, 429].includes(status)) return false;
  return (status >= 400 && status < 500) || status === 500 || status === 501 || status === 507;
}

function body(token: string | null): string {
  return `<sync-collection xmlns="DAV:"><sync-token>${escapeXml(token ?? '')}</sync-token>
<sync-level>1</sync-level><prop><getetag/><resourcetype/></prop></sync-collection>`;
}
