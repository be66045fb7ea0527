/**
 * Cloud to replica: reads a collection's changes page by page until there are no more. Items are committed before the
 * position that covers them; dying anywhere in between only means reading some of them again.
 */
import { isDoubtfulListing } from '@anchorage/reconcile';
import type { ChangePage, SyncPosition } from '@anchorage/providers';
import { DavError } from '@anchorage/providers';
import { askFor, bringIn } from './bring-in.ts';
import { compareListing, heldMembers } from './compare.ts';
import type { HeldMembers } from './compare.ts';
import { fingerprintOf, readPosition, writePosition } from './position.ts';
import { keepPosition } from './keep-position.ts';
import type { Doubt } from './position.ts';
import type { RefreshScope } from './scope.ts';
import { findUnlisted } from './unlisted.ts';
import type { Unlisted } from './unlisted.ts';

/** `doubted`: the listing would take too much away; it is believed when it is the same ten minutes later. */
export type Refreshed =
  | { readonly kind: 'complete' }
  | { readonly kind: 'doubted'; readonly problem: string; readonly delayMs: number };

export async function runRefresh(scope: RefreshScope): Promise<Refreshed> {
  const { collection, cloud, signal } = scope;
  const stored = readPosition(collection.position);
  let position = stored.position;
  // The position is beyond them: only asking brings them.
  if (scope.undelivered.length > 0) await askFor(scope, scope.undelivered);
  // What we hold must be known before the server is asked: an item pushed while it answers is not in its listing, and
  // yet it is there.
  let held = position?.mode === 'token' ? null : await heldMembers(scope);
  const unlisted = await findUnlisted(scope);
  const audit = position === null && held !== null && held.pushed > 0 ? new Map<string, string>() : null;
  for (let count = 0; count < mostPages; count += 1) {
    let page: ChangePage = await cloud.changes(position, signal);
    if (page.kind === 'listing' && held === null) {
      held = await heldMembers(scope);
      page = await cloud.changes(position, signal);
    }
    if (page.kind === 'unchanged') {
      await unlisted.lookFor();
      await remember(scope, page.position, 'filled', collection.position);
      return { kind: 'complete' };
    }
    if (page.kind === 'listing')
      return takeListing(scope, page, held ?? (await heldMembers(scope)), stored.doubt, unlisted);
    // What is compared as a whole is not removed piece by piece.
    await bringIn(scope, page.changed, audit === null ? page.removed : []);
    await unlisted.named([...page.changed.map(({ href }) => href), ...page.removed]);
    for (const { href, etag } of page.changed) audit?.set(href, etag);
    for (const href of page.removed) audit?.delete(href);
    position = page.position;
    if (!page.more) {
      if (audit !== null && held !== null) {
        // Everything was read from the beginning: what was not named is no longer there, if that can be believed.
        const members = [...audit].map(([href, etag]) => ({ href, etag }));
        return takeListing(scope, { kind: 'listing', members, position }, held, stored.doubt, unlisted);
      }
      await unlisted.lookFor();
      await remember(scope, position, 'filled', null);
      return { kind: 'complete' };
    }
    // While everything is being compared the old position stays: a half-done comparison would miss what has gone.
    if (audit === null)
      await remember(scope, position, collection.fill === 'filled' ? 'filled' : 'filling', null);
  }
  throw new DavError('malformed', 'a collection of endless pages', { method: 'REPORT' });
}

async function takeListing(
  scope: RefreshScope,
  page: Extract<ChangePage, { kind: 'listing' }>,
  held: HeldMembers,
  doubt: Doubt | null,
  unlisted: Unlisted,
): Promise<Refreshed> {
  const { changed, missing } = compareListing(held, page.members);
  const doubtful = isDoubtfulListing(page.members.length, held.pushed, missing.length);
  if (doubtful) {
    const delayMs = await doubtListing(scope, page, doubt);
    if (delayMs > 0) {
      return {
        kind: 'doubted',
        problem: page.members.length === 0 ? 'listing-empty' : 'listing-shrunk',
        delayMs,
      };
    }
  }
  await bringIn(scope, changed, missing);
  await unlisted.named([...page.members.map(({ href }) => href), ...missing]);
  // Should the server have been wrong all the while, its position must not say "unchanged" of what it lists again.
  await remember(scope, doubtful ? null : page.position, 'filled', null);
  return { kind: 'complete' };
}

/** How long to go on doubting; 0 when the same listing has been seen long enough ago. */
async function doubtListing(
  scope: RefreshScope,
  page: Extract<ChangePage, { kind: 'listing' }>,
  doubt: Doubt | null,
): Promise<number> {
  const { tools, collection } = scope;
  const now = tools.clock.now();
  const fingerprint = fingerprintOf(page.members);
  if (doubt?.fingerprint === fingerprint) return Math.max(0, doubt.since + doubtFor - now);
  const { position } = readPosition(collection.position);
  // The CTag of the doubted listing is not kept, or an equal one would be answered "unchanged" next time.
  await keepPosition(scope, writePosition({ position, doubt: { fingerprint, since: now } }), collection.fill);
  return doubtFor;
}

async function remember(
  scope: RefreshScope,
  position: SyncPosition | null,
  fill: 'filling' | 'filled',
  before: string | null,
): Promise<void> {
  const text = writePosition({ position, doubt: null });
  if (text === before && fill === scope.collection.fill) return;
  await keepPosition(scope, text, fill);
}

const mostPages = 1000;
const doubtFor = 10 * 60_000;
