import { asId } from '@anchorage/model';
import type { Selectable } from 'kysely';
import type { Cause, ItemVersion, StoredItem } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import type { Database } from './tables.ts';

type ItemRow = Selectable<Database['items']>;

export function toStoredItem(row: ItemRow, vault: AccountVault): StoredItem {
  return {
    id: asId(row.id),
    collectionId: asId(row.collection_id),
    uid: row.uid,
    href: row.href,
    etag: row.etag,
    body: vault.openText('items.body', row.id, row.body),
    base: row.base === null ? null : vault.openText('items.base', row.id, row.base),
    revision: row.revision,
    deleted: row.deleted === 1,
  };
}

export function toItemVersion(row: Selectable<Database['item_versions']>, vault: AccountVault): ItemVersion {
  return {
    itemId: asId(row.item_id),
    body: vault.openText('item_versions.body', row.id, row.body),
    revision: row.revision,
    deleted: row.deleted === 1,
    madeBy: toCause(row.cause, row.cause_session),
    replacedBy: toCause(row.replaced_cause, row.replaced_session),
    replacedAt: row.replaced_at,
  };
}

export function causeColumns(cause: Cause): Pick<ItemRow, 'cause' | 'cause_session'> {
  return { cause: cause.kind, cause_session: makerOf(cause) };
}

/** The session or undo whose doing it is; the column is named after the first of them. */
function makerOf(cause: Cause): string | null {
  if (cause.kind === 'session' || cause.kind === 'lost') return cause.sessionId;
  return cause.kind === 'undo' ? cause.undoId : null;
}

function toCause(kind: string, maker: string | null): Cause {
  if ((kind === 'session' || kind === 'lost') && maker !== null) return { kind, sessionId: asId(maker) };
  if (kind === 'undo' && maker !== null) return { kind, undoId: asId(maker) };
  return kind === 'push' ? { kind } : { kind: 'cloud' };
}
