/** What every change of an event renews (RFC 5545 3.8.7). */
import { plainLine } from '../calendar/calendar-text.ts';
import { writeDateTime } from '../calendar/stamp.ts';
import type { Draft } from './draft.ts';

export function renew(draft: Draft, now: number): void {
  const sequence = Number.parseInt(draft.line('SEQUENCE')?.value ?? '', 10);
  const next = Number.isSafeInteger(sequence) && sequence >= 0 ? sequence + 1 : 1;
  draft.set('SEQUENCE', plainLine('SEQUENCE', String(next)));
  draft.set('DTSTAMP', plainLine('DTSTAMP', writeDateTime(now, true)));
  draft.set('LAST-MODIFIED', plainLine('LAST-MODIFIED', writeDateTime(now, true)));
}
