/** In which form of time an event is written for a vCalendar 1.0 phone: once decided, all of its times follow. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { ContentLine } from '../text/content-line.ts';
import { instantOf, localWall } from '../calendar/calendar-time.ts';
import { day, dayOf, writeDate, writeDateTime, type Wall } from '../calendar/stamp.ts';
import { writeZoneLines } from '../calendar/zone-lines.ts';
import { toInstant, toWall, type Zone } from '../calendar/zone.ts';
import { writeWholeDays } from './all-day.ts';
import { lists } from './capabilities.ts';
import type { EventView } from './view.ts';

export interface Clock {
  /** Days between the date in the event's zone and the one the phone reads. */
  readonly shift: number;
  /** A wall time of the event's zone as the phone reads it. */
  readonly write: (wall: Wall) => string;
  readonly start: string;
  readonly end: string;
  /** Are times written in UTC? */
  readonly utc: boolean;
  /** Start as the phone reads it, unless that is UTC. */
  readonly wall: Wall;
  /** TZ and DAYLIGHT. */
  readonly zoneLines: readonly ContentLine[];
}

/**
 * Whole days and times without zone are local. A single event is UTC if the phone knows UTC, else local to the person.
 * A series is UTC only together with TZ and DAYLIGHT: it would move with daylight saving time otherwise.
 */
export function legacyClock(view: EventView, capabilities: PhoneCapabilities, person: Zone): Clock {
  const { span } = view;
  if (span === undefined) return { ...nowhere, write: String };
  const { start, end } = span;
  if (start.form === 'date') {
    const [first, last] = writeWholeDays(span, capabilities.allDay);
    const write = capabilities.allDay === 'date' ? writeDate : (wall: Wall) => writeDateTime(wall);
    return { ...nowhere, start: first, end: last, wall: start.wall, write };
  }
  if (start.form === 'floating') {
    const write = (wall: Wall): string => writeDateTime(wall);
    return {
      ...nowhere,
      start: write(start.wall),
      end: write(localWall(end, start.zone)),
      wall: start.wall,
      write,
    };
  }
  const knowsZones = capabilities.utc && lists(capabilities, 'TZ') && lists(capabilities, 'DAYLIGHT');
  const instant = instantOf(start);
  const zoneLines = knowsZones ? writeZoneLines(start.zone, instant) : [];
  // Weekdays are read in local time: near midnight UTC has others.
  const oneDate = dayOf(instant) === dayOf(start.wall) || view.series === undefined;
  if (view.series === undefined ? capabilities.utc : knowsZones && oneDate) {
    const write = (wall: Wall): string => writeDateTime(toInstant(start.zone, wall), true);
    return {
      start: writeDateTime(instant, true),
      end: writeDateTime(instantOf(end), true),
      utc: true,
      wall: instant,
      shift: 0,
      zoneLines,
      write,
    };
  }
  const zone = knowsZones ? start.zone : person;
  const wall = toWall(zone, instant);
  const write = (moment: Wall): string => writeDateTime(toWall(zone, toInstant(start.zone, moment)));
  return {
    start: writeDateTime(wall),
    end: writeDateTime(toWall(zone, instantOf(end))),
    utc: false,
    wall,
    shift: Math.round((dayOf(wall) - dayOf(start.wall)) / day),
    zoneLines,
    write,
  };
}

const nowhere = { start: '', end: '', utc: false, wall: 0, shift: 0, zoneLines: [] } as const;
