/** What people asked to be taken back. An undo is a cause like a session: it has items it touched, and can be undone. */
import type { AccountId, ItemId, SessionId, UndoId } from '@anchorage/model';

/** What an undo takes back. */
export type Undone =
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'undo'; readonly undoId: UndoId }
  /** Only the deletions of this session that were held: they are not meant. */
  | { readonly kind: 'hold'; readonly sessionId: SessionId };

export interface Undo {
  readonly id: UndoId;
  readonly accountId: AccountId;
  readonly of: Undone;
  readonly state: 'pending' | 'done';
  /** Items up to this id have been seen to; null before the first. */
  readonly cursor: ItemId | null;
  /** What became of the items, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Items that stay as they are because somebody has changed them since; the first of them, if there are very many. */
  readonly leftAlone: readonly ItemId[];
  readonly requestedAt: number;
  readonly finishedAt: number | null;
}

export interface Undos {
  add(accountId: AccountId, of: Undone, requestedAt: number): Promise<Undo>;
  get(accountId: AccountId, id: UndoId): Promise<Undo | null>;
  /** As `get`, and keeps other workers from it until the transaction ends. */
  lock(accountId: AccountId, id: UndoId): Promise<Undo | null>;
  /** Newest first. */
  list(accountId: AccountId, limit: number): Promise<readonly Undo[]>;
  /** Those that take back this session or undo, newest first. */
  of(accountId: AccountId, id: SessionId | UndoId): Promise<readonly Undo[]>;
  update(
    accountId: AccountId,
    id: UndoId,
    change: Partial<Pick<Undo, 'state' | 'cursor' | 'counts' | 'leftAlone' | 'finishedAt'>>,
  ): Promise<void>;
  /** For the sweeper: their job may have been lost. Across accounts. */
  pending(limit: number): Promise<readonly { readonly accountId: AccountId; readonly id: UndoId }[]>;
  /** Removes those done and asked for before `before`; returns how many. */
  prune(before: number, limit: number): Promise<number>;
}
