/** The properties of a task that stand for themselves, and how a task is done and undone. */
import { lineOf } from '../text/content-line.ts';
import { plainLine } from '../calendar/calendar-text.ts';
import { instantOf, readTime } from '../calendar/calendar-time.ts';
import { writeDateTime } from '../calendar/stamp.ts';
import type { Draft } from '../event/draft.ts';
import { fields, type Field } from '../event/fields.ts';
import type { EventView } from '../event/view.ts';
import { stateOf } from './view.ts';

/** `now` is when a task was done whose phone does not say it. */
export function taskFields(now: number): readonly Field[] {
  const shared = fields.filter((field) => field.name !== 'STATUS' && field.name !== 'TRANSP');
  return [
    ...shared,
    {
      name: 'STATUS',
      descriptive: false,
      key: stateOf,
      write: (draft, from) => writeState(draft, from, now),
    },
    {
      name: 'PERCENT-COMPLETE',
      descriptive: false,
      key: (view) => (stateOf(view) === 'COMPLETED' ? '' : percent(view)),
      write: (draft, from) => {
        const value = percent(from);
        draft.set('PERCENT-COMPLETE', ...(value === '' ? [] : [plainLine('PERCENT-COMPLETE', value)]));
      },
    },
  ];
}

/** COMPLETED is in UTC (RFC 5545 3.8.2.1). To undo a task takes all three marks away. */
function writeState(draft: Draft, from: EventView, now: number): void {
  const state = stateOf(from);
  if (state === 'COMPLETED') {
    const time = readTime(lineOf(from.item, 'COMPLETED'), from.book);
    const at = time === undefined ? now : instantOf(time);
    draft.set('STATUS', plainLine('STATUS', 'COMPLETED'));
    draft.set('COMPLETED', plainLine('COMPLETED', writeDateTime(at, true)));
    draft.set('PERCENT-COMPLETE', plainLine('PERCENT-COMPLETE', '100'));
    return;
  }
  const done = draft.line('COMPLETED') !== undefined || /completed/i.test(draft.line('STATUS')?.value ?? '');
  draft.set('STATUS', plainLine('STATUS', state === '' ? 'NEEDS-ACTION' : state));
  draft.set('COMPLETED');
  if (done) draft.set('PERCENT-COMPLETE');
}

function percent(view: EventView): string {
  const value = Number.parseInt(lineOf(view.item, 'PERCENT-COMPLETE')?.value ?? '', 10);
  return value > 0 && value <= 100 ? String(value) : '';
}
