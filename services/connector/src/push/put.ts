/** Creates or updates one resource. */
import { pimOfText } from '@anchorage/pim';
import type { FetchedResource } from '@anchorage/providers';
import { DavError } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { digest } from '../digest.ts';
import { wasOtherwise } from '../own-write.ts';
import { confirm } from './confirm.ts';
import { join, recreate, renewIdentity } from './join.ts';
import { giveUp } from './postpone.ts';
import type { Identity, PushScope, Step } from './scope.ts';

export async function pushPut(
  scope: PushScope,
  item: StoredItem,
  attempts: number,
  identity: Identity,
): Promise<Step> {
  if (item.etag === null && item.base === null) return create(scope, item, attempts, identity);
  // Brought back to life, it may be there no more even if it says what the server had.
  if (item.etag === null) return readAgain(scope, item);
  if (await saysNothingNew(scope, item)) {
    await scope.tools.store.journal.finish(scope.accountId, item.id, item.revision);
    return 'done';
  }
  const { href, etag, body } = item;
  const outcome = await scope.cloud.put({ href, etag, body }, scope.signal);
  if (outcome.kind === 'stored') return confirm(scope, item, outcome);
  // A 404 to a PUT alone is not believed: servers answer so of what is there while a share is half mounted.
  if (outcome.kind !== 'refused') return readAgain(scope, item);
  return refuse(scope, item, outcome.status, outcome.reason);
}

/**
 * An item that lives again here after the server had deleted it, as far as is known: an empty listing is not always true. Where
 * it is there all the same, both are merged. Where it has gone it is created under a new UID and name: trash bins keep both.
 */
export function pushRevived(scope: PushScope, item: StoredItem, identity: Identity): Promise<Step> {
  return readAgain(scope, item, () => renewIdentity(scope, item, identity));
}

async function create(
  scope: PushScope,
  item: StoredItem,
  attempts: number,
  identity: Identity,
): Promise<Step> {
  const { cloud, signal } = scope;
  // Nextcloud 34 answers 500 for ever when the UID is still in its trash bin. The earlier tries may have arrived.
  const isHopeless = attempts === attemptsBeforeRenewal && identity.renewals === 0;
  if (isHopeless) return findOccupant(scope, item, null, identity);
  const outcome = await cloud.put({ href: item.href, etag: null, body: item.body }, signal);
  if (outcome.kind === 'stored') return confirm(scope, item, outcome);
  if (outcome.kind === 'lost-race') return findOccupant(scope, item, outcome.href, identity);
  if (outcome.kind === 'gone') throw new DavError('not-found', 'the collection has gone', { method: 'PUT' });
  return refuse(scope, item, outcome.status, outcome.reason);
}

/**
 * A create was refused because something is there, or fails again and again: most likely our own PUT of a process that
 * died before its commit, perhaps under a name of the server's choice; else somebody else's resource with the same UID.
 * Only when neither name nor UID leads to anything may the item be created under others: else there would be two.
 */
async function findOccupant(
  scope: PushScope,
  item: StoredItem,
  named: string | null,
  identity: Identity,
): Promise<Step> {
  const { cloud, signal } = scope;
  const hrefs = [...new Set([item.href, named ?? item.href])];
  const answers: readonly FetchedResource[] = await cloud.fetch(hrefs, signal);
  const found =
    answers.find((answer) => answer.kind === 'found') ??
    (item.uid === null ? null : await cloud.findByUid(item.uid, signal));
  if (found?.kind !== 'found') {
    if (answers.some(({ href, kind }) => href === item.href && kind === 'unavailable')) throw notDelivered();
    return renewIdentity(scope, item, identity);
  }
  return (await isOfAnother(scope, item, found.href))
    ? renewIdentity(scope, item, identity)
    : join(scope, item, found);
}

/** Is there another item of ours at that href? Two items are never joined because of a UID. */
export async function isOfAnother(scope: PushScope, item: StoredItem, href: string): Promise<boolean> {
  const { tools, accountId, collection } = scope;
  const there = await tools.store.items.byHrefs(accountId, collection.id, [href]);
  return there.some((other) => other.id !== item.id && !(other.deleted && other.etag === null));
}

async function readAgain(
  scope: PushScope,
  item: StoredItem,
  whenGone: () => Promise<Step> = () => recreate(scope, item),
): Promise<Step> {
  const [answer] = await scope.cloud.fetch([item.href], scope.signal);
  if (answer?.kind === 'found') return join(scope, item, answer);
  if (answer?.kind === 'gone') return whenGone();
  throw notDelivered();
}

function notDelivered(): DavError {
  return new DavError('server-failure', 'a resource that exists is not delivered', { method: 'GET' });
}

async function refuse(scope: PushScope, item: StoredItem, status: number, reason: string): Promise<Step> {
  await giveUp(scope, item.id, `refused ${status} ${reason}`.trim());
  return 'done';
}

async function saysNothingNew({ tools, accountId }: PushScope, item: StoredItem): Promise<boolean> {
  const { base, body } = item;
  const pim = pimOfText(body);
  if (base === null || pim === null) return base === body;
  const same = digest(() => base === body || pim.normalise(base) === pim.normalise(body));
  if (!same.ok || !same.value) return false;
  // Changed and changed back: what it was in between may be there.
  return !(await wasOtherwise(tools.store.items, accountId, item, pim));
}

const attemptsBeforeRenewal = 2;
