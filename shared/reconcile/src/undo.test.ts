import { expect, it } from 'vitest';
import { planUndo } from './undo.ts';
import type { UndoAction, UndoSituation } from './undo.ts';

const cases: readonly (readonly [
  UndoSituation['before'],
  UndoSituation['after'],
  UndoSituation['now'],
  UndoAction,
])[] = [
  ['absent', 'living', 'as-left', 'remove'],
  ['absent', 'living', 'changed', 'leave'],
  ['absent', 'living', 'deleted', 'none'],
  ['absent', 'gone', 'as-left', 'none'],
  ['absent', 'gone', 'changed', 'leave'],
  ['absent', 'gone', 'deleted', 'none'],
  ['living', 'living', 'as-left', 'put-back'],
  ['living', 'living', 'changed', 'merge'],
  ['living', 'living', 'deleted', 'leave'],
  ['living', 'gone', 'as-left', 'recreate'],
  ['living', 'gone', 'changed', 'leave'],
  ['living', 'gone', 'deleted', 'recreate'],
];

it.each(cases)('before %s, after %s, now %s: %s', (before, after, now, action) => {
  expect(planUndo({ before, after, now })).toBe(action);
});
