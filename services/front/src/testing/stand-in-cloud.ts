/**
 * A cloud side in a hundred lines: takes what phones send as it is and offers all that they have not seen. No merging, no
 * matching: that is tested elsewhere.
 */
import type { JobOf } from '@anchorage/jobs';
import { asId } from '@anchorage/model';
import type { AccountId, CollectionId, ItemId } from '@anchorage/model';
import { systemRandom } from '@anchorage/runtime';
import type { Store, Tables } from '@anchorage/store';

/** Carries a job out. */
export async function reconcileAsIs(store: Store, job: JobOf<'reconcile'>): Promise<void> {
  const { accountId, sessionId, datastoreId } = job;
  await store.transaction(async (tx) => {
    const part = (await tx.sessions.parts(accountId, sessionId)).find(
      (one) => one.datastoreId === datastoreId,
    );
    const datastore = await tx.datastores.get(accountId, datastoreId);
    const home = datastore?.collections[0];
    if (part?.state !== 'received' || datastore === null || home === undefined) return;
    const cause = { kind: 'session', sessionId } as const;
    const inbox = await tx.inbox.pending(accountId, sessionId, datastoreId, 0, 10_000);
    for (const row of inbox) {
      const text = new TextDecoder().decode(row.data ?? new Uint8Array());
      const [mapping] = await tx.mappings.byLuids(accountId, datastoreId, [row.luid]);
      const revision = await tx.collections.reserveRevisions(accountId, home.id, 1);
      if (row.command === 'delete') {
        if (mapping === undefined) continue;
        await tx.items.update(accountId, mapping.itemId, { deleted: true, revision }, cause);
        await tx.mappings.remove(accountId, [mapping.id]);
      } else if (mapping === undefined) {
        const itemId: ItemId = asId(systemRandom.id());
        await insertItem(tx, accountId, home.id, itemId, text, revision);
        const blank = { datastoreId, guid: null, recurrenceId: '', pending: false };
        await tx.mappings.insert(accountId, [{ ...blank, luid: row.luid, itemId, view: text, revision }]);
      } else {
        await tx.items.update(accountId, mapping.itemId, { body: text, revision }, cause);
        await tx.mappings.update(accountId, mapping.id, { view: text, revision });
      }
    }
    if (part.syncType === 201) {
      // What a slow sync does not bring is not on the phone.
      const brought = new Set(await tx.inbox.luids(accountId, sessionId, datastoreId));
      for (const mapping of await tx.mappings.page(accountId, datastoreId, null, 10_000)) {
        if (mapping.luid === null || brought.has(mapping.luid)) continue;
        await tx.mappings.update(accountId, mapping.id, { luid: null, pending: true });
      }
    }
    await tx.inbox.settle(
      accountId,
      inbox.map(({ id }) => id),
      'done',
    );
    const seen = await offer(tx, job, home.id);
    const change = { state: 'reconciled', seen: [{ collectionId: home.id, revision: seen }] } as const;
    await tx.sessions.updatePart(accountId, sessionId, datastoreId, change);
  });
}

async function offer(tx: Tables, job: JobOf<'reconcile'>, collectionId: CollectionId): Promise<number> {
  const { accountId, sessionId, datastoreId } = job;
  const items = await tx.items.changedSince(accountId, collectionId, 0, 10_000);
  const mappings = await tx.mappings.page(accountId, datastoreId, null, 10_000);
  for (const item of items) {
    const mapping = mappings.find(({ itemId }) => itemId === item.id);
    const row = { sessionId, datastoreId, itemId: item.id, recurrenceId: '', revision: item.revision };
    const content = { contentType: 'text/x-vcard', data: new TextEncoder().encode(item.body) };
    if (item.deleted) {
      if (mapping === undefined || mapping.luid === null) continue;
      const { luid } = mapping;
      const nothing = { guid: null, luid, contentType: null, data: null };
      await tx.outbox.append(accountId, [{ ...row, ...nothing, command: 'delete' }]);
    } else if (mapping === undefined || mapping.luid === null) {
      const guid = mapping?.guid ?? String(await tx.datastores.reserveGuids(accountId, datastoreId, 1));
      if (mapping === undefined) {
        const fresh = { datastoreId, luid: null, itemId: item.id, recurrenceId: '', view: null, revision: 0 };
        await tx.mappings.insert(accountId, [{ ...fresh, guid, pending: true }]);
      } else await tx.mappings.update(accountId, mapping.id, { guid, pending: true });
      await tx.outbox.append(accountId, [{ ...row, ...content, guid, luid: null, command: 'add' }]);
    } else if (item.revision > mapping.revision) {
      await tx.outbox.append(accountId, [
        { ...row, ...content, guid: null, luid: mapping.luid, command: 'replace' },
      ]);
    }
  }
  return items.reduce((last, { revision }) => Math.max(last, revision), 0);
}

export async function insertItem(
  tx: Tables,
  accountId: AccountId,
  collectionId: CollectionId,
  id: ItemId,
  body: string,
  revision: number,
): Promise<void> {
  const item = { id, collectionId, uid: id, href: `/${id}`, etag: null, body, base: null, revision };
  await tx.items.insert(accountId, [item], { kind: 'cloud' });
}
