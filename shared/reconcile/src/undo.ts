/**
 * What becomes of one item when the changes of a session are taken back: the decision table. What somebody did to it
 * later stays.
 */
export interface UndoSituation {
  /** Was the item there before the session? */
  readonly before: 'absent' | 'living';
  /** And after it? */
  readonly after: 'gone' | 'living';
  /**
   * What it is now: `as-left` by the session, `changed` since (or there again), or `deleted` since.
   */
  readonly now: 'as-left' | 'changed' | 'deleted';
}

/**
 * - `remove`: the session made it; `put-back`: it gets its earlier body; `merge`: that, without what was changed since;
 * - `recreate`: the session deleted it; `leave`: somebody has decided otherwise since; `none`: nothing to take back.
 */
export type UndoAction = 'remove' | 'put-back' | 'merge' | 'recreate' | 'leave' | 'none';

export function planUndo({ before, after, now }: UndoSituation): UndoAction {
  return table[before][after][now];
}

const table: Readonly<
  Record<
    UndoSituation['before'],
    Readonly<Record<UndoSituation['after'], Readonly<Record<UndoSituation['now'], UndoAction>>>>
  >
> = {
  absent: {
    living: { 'as-left': 'remove', changed: 'leave', deleted: 'none' },
    gone: { 'as-left': 'none', changed: 'leave', deleted: 'none' },
  },
  living: {
    living: { 'as-left': 'put-back', changed: 'merge', deleted: 'leave' },
    gone: { 'as-left': 'recreate', changed: 'leave', deleted: 'recreate' },
  },
};
