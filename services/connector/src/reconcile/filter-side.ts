/** Is an item what the phone asked to have in this session? */
import type { FilterSide } from '@anchorage/reconcile';
import { digest } from '../digest.ts';
import type { Frame } from './frame.ts';

/**
 * Of the item, or of one occurrence, as it is now. What cannot be told is inside: nothing is taken off a phone because we
 * cannot read it.
 */
export function filterSide(
  { part, shown }: Pick<Frame, 'part' | 'shown'>,
  body: string,
  recurrenceId: string,
  luid: string | null,
): FilterSide {
  const about = { capabilities: shown.capabilities, luid };
  const missed = (part.filter?.records ?? []).filter(({ condition }) => {
    const matched = digest(() => shown.pim.matches(body, recurrenceId, condition, about));
    return matched.ok && !matched.value;
  });
  if (missed.length === 0) return 'inside';
  return missed.some(({ type }) => type === 'EXCLUSIVE') ? 'outside-exclusive' : 'outside-inclusive';
}
