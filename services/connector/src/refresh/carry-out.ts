/** Carries out what was decided about one resource, inside the batch's transaction. */
import { kindOfText } from '@anchorage/pim';
import type { RemoteAction } from '@anchorage/reconcile';
import { asId } from '@anchorage/model';
import type { Cause, StoredItem, Tables } from '@anchorage/store';
import { newHref } from '../hrefs.ts';
import { keepAside } from '../keep-aside.ts';
import { mergeTheirs } from '../merge-theirs.ts';
import { withUnheard } from '../own-write.ts';
import type { Revisions } from '../revisions.ts';
import type { ReadableResource, Resource } from './resource.ts';
import type { RefreshScope } from './scope.ts';

export interface Batch {
  readonly tx: Tables;
  readonly scope: RefreshScope;
  readonly revisions: Revisions;
}

/** `item` is the row at the resource's href, or its twin, or undefined when the action is `insert`. */
export async function carryOut(
  batch: Batch,
  action: RemoteAction,
  resource: Exclude<Resource, { kind: 'bad' }>,
  item: StoredItem | undefined,
): Promise<void> {
  if (resource.kind === 'gone') {
    if (item !== undefined) await carryOutRemoval(batch, action, item);
  } else if (item === undefined) {
    await insert(batch, resource);
  } else {
    await carryOutChange(batch, action, resource, item);
  }
}

async function carryOutRemoval(
  { tx, scope, revisions }: Batch,
  action: RemoteAction,
  item: StoredItem,
): Promise<void> {
  const { accountId, collection, tools } = scope;
  if (action === 'delete') {
    await tx.items.update(accountId, item.id, { deleted: true, revision: revisions.next() }, cloud);
  } else if (action === 'recreate' && item.etag !== null) {
    // Without an ETag (brought back to life) the push asks the server itself.
    const href = newHref(collection.url, kindOfText(item.body) ?? 'event', tools.random);
    await tx.items.update(accountId, item.id, { href, etag: null, base: null }, cloud);
    await ensureJournal(tx, scope, item);
  } else if (action === 'finish') {
    await tx.journal.finish(accountId, item.id, item.revision);
  }
}

async function insert({ tx, scope, revisions }: Batch, resource: ReadableResource): Promise<void> {
  const { accountId, collection, tools } = scope;
  const { uid, href, etag, body } = resource;
  const id = asId<'item'>(tools.random.id());
  const revision = revisions.next();
  await tx.items.insert(
    accountId,
    [{ id, collectionId: collection.id, uid, href, etag, body, base: body, revision }],
    cloud,
  );
}

async function carryOutChange(
  { tx, scope, revisions }: Batch,
  action: RemoteAction,
  resource: ReadableResource,
  item: StoredItem,
): Promise<void> {
  const { accountId } = scope;
  const { uid, href, etag, body } = resource;
  const theirs = { uid, href, etag, base: body };
  switch (action) {
    case 'take':
      await tx.items.update(accountId, item.id, { ...theirs, body, revision: revisions.next() }, cloud);
      return;
    case 'note':
      if (item.etag === etag && item.base === body && item.href === href) return;
      await tx.items.update(
        accountId,
        item.id,
        item.base === item.body ? { ...theirs, body } : theirs,
        cloud,
      );
      return;
    case 'keep-delete':
      await tx.items.update(accountId, item.id, theirs, cloud);
      await ensureJournal(tx, scope, item);
      return;
    case 'undelete':
      await tx.items.update(
        accountId,
        item.id,
        { ...theirs, body, deleted: false, revision: revisions.next() },
        cloud,
      );
      await tx.journal.finish(accountId, item.id, item.revision);
      return;
    case 'merge':
    case 'adopt': {
      const ours = await withUnheard(tx.items, accountId, item, resource);
      const merged = mergeTheirs(resource.pim, ours, body);
      if (merged.spoilt) {
        const kept = { reference: `${item.href}#ours`, reason: 'not-mergeable', text: item.body };
        await keepAside(tx, accountId, item, { ...kept, now: scope.tools.clock.now() });
      }
      const revision = merged.news ? { revision: revisions.next() } : {};
      await tx.items.update(accountId, item.id, { ...theirs, body: merged.body, ...revision }, cloud);
      if (merged.agreed) await tx.journal.finish(accountId, item.id, item.revision);
      else await ensureJournal(tx, scope, item);
      return;
    }
    default:
      return;
  }
}

/**
 * A difference that nobody is on the way to push gets a new row: the server refused it before, and may welcome it now; or has
 * only now got what it is not to have.
 */
async function ensureJournal(
  tx: Tables,
  { accountId, collection, tools }: RefreshScope,
  item: StoredItem,
): Promise<void> {
  if ((await tx.journal.pendingOf(accountId, [item.id])).length > 0) return;
  await tx.journal.append(accountId, [
    {
      collectionId: collection.id,
      itemId: item.id,
      op: item.deleted ? 'delete' : 'put',
      revision: item.revision,
      sessionId: null,
      createdAt: tools.clock.now(),
    },
  ]);
}

const cloud: Cause = { kind: 'cloud' };
