/** Who changed a property, and whose value it gets (merge rules M3 and M11). */
import type { ConflictPolicy } from '@anchorage/model';
import type { EventView } from './view.ts';

export interface Sides {
  /** What the phone was last shown or sent; undefined when unknown. */
  readonly base: EventView | undefined;
  /** What it would be shown now. */
  readonly current: EventView;
  readonly incoming: EventView;
  /** Compare only as precisely as vCalendar 1.0 is. */
  readonly legacy: boolean;
  readonly policy: ConflictPolicy;
  /** Collects names of properties that both sides changed. */
  readonly conflicts: Set<string>;
}

export type Key = (view: EventView, legacy: boolean) => string;

/**
 * Does the phone's value get into the body? Empty keys mean absent. Without a base nothing counts as removed, what the
 * body lacks is added, and where both have a value the cloud's stays unless the policy is `phone-wins`.
 */
export function takes(sides: Sides, name: string, key: Key): boolean {
  const incoming = key(sides.incoming, sides.legacy);
  const current = key(sides.current, sides.legacy);
  const base = sides.base === undefined ? undefined : key(sides.base, sides.legacy);
  if (incoming === current || incoming === base) return false;
  if (base === undefined && (incoming === '' || current === '')) return current === '';
  if (base === current) return true;
  sides.conflicts.add(name);
  // Nobody knows who changed it: what the cloud holds is not overwritten on a guess.
  return base === undefined ? sides.policy === 'phone-wins' : sides.policy !== 'cloud-wins';
}
