/** Days of a person's calendar. */

/** The day `days` after the one that `now` falls on in that zone, as `20260105`. */
export function dayFrom(now: number, timeZone: string, days: number): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    calendar: 'gregory',
  }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const date = new Date(Date.UTC(part('year'), part('month') - 1, part('day') + days));
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}
