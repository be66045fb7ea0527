/**
 * TZ and DAYLIGHT of vCalendar 1.0 ("Time Zone", "Daylight Savings Rule"): `TZ:+01` is the standard offset,
 * `DAYLIGHT:TRUE;+02;begin;end;CET;CEST` a period of daylight saving time with the offset during it. Some write the
 * period in UTC with Z, some in local time.
 */
import { linesOf, type Component, type ContentLine } from '../text/content-line.ts';
import { libraryZone } from './zone-library.ts';
import { fixedZone, offsetAt, utcZone, type Zone, type ZoneChange } from './zone.ts';
import { hour, minute, readOffset, readStamp, writeDateTime, type Stamp } from './stamp.ts';

interface Period {
  readonly offset: number;
  readonly begin: Stamp | undefined;
  readonly end: Stamp | undefined;
}

/**
 * Zone the lines describe at an instant: the person's when it fits, else a well-known one, else the bare offset.
 * Undefined without a readable TZ line.
 */
export function readZoneLines(
  components: readonly Component[],
  person: Zone,
  instant: number,
): Zone | undefined {
  const standard = components
    .flatMap((component) => linesOf(component, 'TZ'))
    .map((line) => readOffset(line.value))
    .find((offset) => offset !== undefined);
  if (standard === undefined) return undefined;
  const lines = components.flatMap((component) => linesOf(component, 'DAYLIGHT')).slice(0, mostPeriods);
  const periods = lines.flatMap(readPeriod);
  const said = lines.length > 0;
  if (standard === 0 && said && periods.length === 0) return utcZone;
  const candidates = [person, ...wellKnown.flatMap((name) => libraryZone(name)?.zone ?? [])];
  const found = candidates.find((zone) => fits(zone, standard, periods, said, instant));
  if (found !== undefined) return found;
  const during = periods.find((period) => covers(period, standard, instant));
  return fixedZone('', during?.offset ?? standard);
}

/** The lines for a zone around an instant: the period of daylight saving time that covers it, else the next one. */
export function writeZoneLines(zone: Zone, instant: number): readonly ContentLine[] {
  const begin = zone.changes.findLast((change) => change.daylight && change.at <= instant);
  const ended = begin !== undefined && endOf(zone, begin).at <= instant;
  const period =
    begin !== undefined && !ended
      ? begin
      : zone.changes.find((change) => change.daylight && change.at > instant);
  if (period === undefined) {
    return [line('TZ', writeOffset(offsetAt(zone, instant))), line('DAYLIGHT', 'FALSE')];
  }
  const end = endOf(zone, period);
  const fields = [
    'TRUE',
    writeOffset(period.offset),
    writeDateTime(period.at, true),
    writeDateTime(end.at, true),
    end.name,
    period.name,
  ];
  return [line('TZ', writeOffset(period.before)), line('DAYLIGHT', fields.join(';'))];
}

function endOf(zone: Zone, begin: ZoneChange): ZoneChange {
  return zone.changes.find((change) => change.at > begin.at && !change.daylight) ?? begin;
}

function readPeriod(daylight: ContentLine): readonly Period[] {
  const [flag = '', offset = '', begin = '', end = ''] = daylight.value.split(';');
  const read = readOffset(offset);
  if (flag.trim().toUpperCase() !== 'TRUE' || read === undefined) return [];
  return [{ offset: read, begin: readStamp(begin), end: readStamp(end) }];
}

function fits(
  zone: Zone,
  standard: number,
  periods: readonly Period[],
  said: boolean,
  instant: number,
): boolean {
  if (periods.length > 0) {
    return periods.every(
      (period) =>
        switches(zone, period.begin, standard, period.offset) &&
        switches(zone, period.end, period.offset, standard),
    );
  }
  // Many phones leave DAYLIGHT out although their zone has it: then the standard offset is all there is.
  const change = zone.changes.findLast((found) => found.at <= instant) ?? zone.changes[0];
  const zoneStandard = change === undefined ? zone.base : change.daylight ? change.before : change.offset;
  const moving = zone.changes.some((found) => Math.abs(found.at - instant) < 366 * 24 * hour);
  return zoneStandard === standard && !(said && moving);
}

/** Does the zone go from one offset to the other at that time, give or take the hour that a local time is unsure of? */
function switches(zone: Zone, stamp: Stamp | undefined, from: number, to: number): boolean {
  if (stamp === undefined) return false;
  const instants = stamp.form === 'utc' ? [stamp.wall] : [stamp.wall - from, stamp.wall - to];
  return instants.some(
    (instant) => offsetAt(zone, instant - minute) === from && offsetAt(zone, instant + minute) === to,
  );
}

function covers(period: Period, standard: number, instant: number): boolean {
  if (period.begin === undefined || period.end === undefined) return false;
  const begin = period.begin.form === 'utc' ? period.begin.wall : period.begin.wall - standard;
  const end = period.end.form === 'utc' ? period.end.wall : period.end.wall - period.offset;
  // A period written as "next begin; last end" covers all but what lies between.
  return begin <= end ? begin <= instant && instant < end : instant >= begin || instant < end;
}

function writeOffset(offset: number): string {
  const size = Math.abs(offset);
  const minutes = Math.floor(size / minute) % 60;
  const hours = String(Math.floor(size / hour)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : String(minutes).padStart(2, '0')}`;
}

function line(name: string, value: string): ContentLine {
  return { name, params: [], value };
}

const mostPeriods = 50;
/** One zone for each common pair of offset and rule; the person's own is asked first. */
const wellKnown = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Helsinki',
  'Europe/Moscow',
  'Europe/Istanbul',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'America/Halifax',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'America/Santiago',
  'America/Bogota',
  'America/Caracas',
  'Pacific/Honolulu',
  'Africa/Lagos',
  'Africa/Johannesburg',
  'Africa/Cairo',
  'Africa/Nairobi',
  'Asia/Jerusalem',
  'Asia/Tehran',
  'Asia/Dubai',
  'Asia/Kabul',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Dhaka',
  'Asia/Yangon',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Australia/Darwin',
  'Australia/Brisbane',
  'Australia/Sydney',
  'Pacific/Auckland',
];
