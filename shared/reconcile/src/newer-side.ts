/**
 * Which of two changes is the newer one, by the times their texts name. Clocks of phones are often wrong, so a time counts
 * only when it may be true: after phones could sync at all, and not in the future. Null: it cannot be told.
 */
export function newerSide({
  phone,
  cloud,
  now,
}: {
  /** Milliseconds since 1970; null where the text names none. */
  readonly phone: number | null;
  readonly cloud: number | null;
  readonly now: number;
}): 'phone' | 'cloud' | null {
  if (phone === null || cloud === null || phone === cloud) return null;
  if (![phone, cloud].every((time) => time >= earliest && time <= now + tolerance)) return null;
  return phone > cloud ? 'phone' : 'cloud';
}

/** SyncML 1.0 is of December 2000. */
const earliest = Date.UTC(2000, 11, 1);
/** A zone taken for UTC, and a clock that is fast. */
const tolerance = 14 * 3_600_000;
