/** Durations (RFC 5545 3.3.6; ISO 8601 as vCalendar 1.0 uses it in alarms), in milliseconds. */
import { day, hour, minute, second } from './stamp.ts';

/** Reads `-PT15M`, `P1DT2H`, `P2W`. Undefined for anything else, also for `PT` and for more than a thousand years. */
export function readDuration(text: string): number | undefined {
  const match =
    /^([+-]?)P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const size =
    Number(weeks) * 7 * day +
    Number(days) * day +
    Number(hours) * hour +
    Number(minutes) * minute +
    Number(seconds) * second;
  if (size > longest) return undefined;
  return sign === '-' && size !== 0 ? -size : size;
}

/** Writes days, hours, minutes and seconds; `PT0S` for none. Fractions of a second are dropped. */
export function writeDuration(milliseconds: number): string {
  const total = Math.trunc(Math.abs(milliseconds) / second);
  if (total === 0) return 'PT0S';
  const days = Math.floor(total / 86_400);
  const rest = [
    [Math.floor(total / 3600) % 24, 'H'],
    [Math.floor(total / 60) % 60, 'M'],
    [total % 60, 'S'],
  ] as const;
  const time = rest.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('');
  return `${milliseconds < 0 ? '-' : ''}P${days === 0 ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
}

const longest = 366_000 * day;
