/**
 * Reminders: AALARM and DALARM of vCalendar 1.0 ("Audio Reminder", "Display Reminder") and VALARM (RFC 5545 3.6.6).
 * Program and mail reminders are neither taken from phones nor sent to them.
 */
import { lineOf, linesOf, paramValue, type Component, type ContentLine } from '../text/content-line.ts';
import { readText, splitEscaped, writeText } from '../text/values.ts';
import { instantOf, timeOfText, type CalendarTime } from './calendar-time.ts';
import { readDuration, writeDuration } from './duration.ts';
import { writeDateTime } from './stamp.ts';
import { toWall } from './zone.ts';
import type { ZoneBook } from './zone-book.ts';

/** What an offset counts from: the start of an event, the due time of a task, or, where there is neither, 1970. */
export type AlarmAnchor = 'START' | 'END' | 'MOMENT';

export interface Alarm {
  /** Milliseconds from the anchor (start of an event, due time of a task); negative before it. */
  readonly offset: number;
  readonly action: 'AUDIO' | 'DISPLAY';
  readonly text: string;
  readonly snooze?: number;
  readonly repeat?: number;
  /** The VALARM it was read from. */
  readonly component?: Component;
}

/** Both lines at one time are one reminder on the screen. Empty and unreadable values give none. */
export function readLegacyAlarms(
  item: Component,
  anchor: CalendarTime | undefined,
  book: ZoneBook,
): readonly Alarm[] {
  const alarms = new Map<number, Alarm>();
  for (const name of ['DALARM', 'AALARM'] as const) {
    for (const line of linesOf(item, name).slice(0, mostAlarms)) {
      const alarm = readLegacyAlarm(line, anchor, book);
      if (alarm !== undefined && !alarms.has(alarm.offset)) alarms.set(alarm.offset, alarm);
    }
  }
  return [...alarms.values()];
}

/** Of an item of iCalendar 2.0, in order. */
export function readAlarms(
  item: Component,
  anchor: CalendarTime | undefined,
  end: CalendarTime | undefined,
  book: ZoneBook,
): readonly Alarm[] {
  return item.components.slice(0, mostAlarms).flatMap((component) => {
    const action = lineOf(component, 'ACTION')?.value.trim().toUpperCase() ?? 'DISPLAY';
    if (component.name !== 'VALARM' || (action !== 'AUDIO' && action !== 'DISPLAY')) return [];
    const offset = triggerOffset(lineOf(component, 'TRIGGER'), anchor, end, book);
    if (offset === undefined) return [];
    const description = lineOf(component, 'DESCRIPTION');
    const snooze = readDuration(lineOf(component, 'DURATION')?.value ?? '');
    const repeat = Number.parseInt(lineOf(component, 'REPEAT')?.value ?? '', 10);
    return [
      {
        offset,
        action,
        text: description === undefined ? '' : readText(description, 'modern'),
        ...(snooze !== undefined && repeat > 0 ? { snooze, repeat } : {}),
        component,
      } satisfies Alarm,
    ];
  });
}

/**
 * `AALARM:20240507T081500;;;` at the anchor's form of time: old phones ignore reminders that are relative. `utc` only
 * where the anchor is written so too; `zone` is the phone's.
 */
export function legacyAlarmLine(
  name: 'AALARM' | 'DALARM',
  alarm: Alarm,
  anchor: { readonly wall: number; readonly utc: boolean },
): ContentLine {
  const run = writeDateTime(anchor.wall + alarm.offset, anchor.utc);
  const snooze = alarm.snooze === undefined ? '' : writeDuration(alarm.snooze);
  const repeat = alarm.repeat === undefined ? '' : String(alarm.repeat);
  const text = name === 'DALARM' ? writeText(alarm.text, 'legacy').replaceAll(';', '\\;') : '';
  return { name, params: [], value: [run, snooze, repeat, text].join(';') };
}

/** Of a `MOMENT` the offset counts from 1970. */
export function alarmComponent(alarm: Alarm, summary: string, anchor: AlarmAnchor = 'START'): Component {
  const text = alarm.text !== '' ? alarm.text : summary === '' ? 'Reminder' : summary;
  const lines: ContentLine[] = [plain('ACTION', alarm.action), triggerLine(alarm.offset, anchor)];
  if (alarm.action === 'DISPLAY') lines.push(plain('DESCRIPTION', writeText(text, 'modern')));
  if (alarm.snooze !== undefined && alarm.repeat !== undefined) {
    lines.push(plain('DURATION', writeDuration(alarm.snooze)), plain('REPEAT', String(alarm.repeat)));
  }
  return { name: 'VALARM', lines, components: [] };
}

/** The same VALARM at another time: all that the phone cannot know about it stays. */
export function moveAlarm(component: Component, offset: number, anchor: AlarmAnchor = 'START'): Component {
  const lines = component.lines.map((line) => (line.name === 'TRIGGER' ? triggerLine(offset, anchor) : line));
  return { ...component, lines };
}

function triggerLine(offset: number, anchor: AlarmAnchor): ContentLine {
  if (anchor === 'MOMENT') {
    const params = [{ name: 'VALUE', values: ['DATE-TIME'] }];
    return { name: 'TRIGGER', params, value: writeDateTime(offset, true) };
  }
  const params = anchor === 'END' ? [{ name: 'RELATED', values: ['END'] }] : [];
  return { name: 'TRIGGER', params, value: writeDuration(offset) };
}

function readLegacyAlarm(
  line: ContentLine,
  anchor: CalendarTime | undefined,
  book: ZoneBook,
): Alarm | undefined {
  const [run = '', snooze = '', repeat = '', ...content] = splitEscaped(line.value, ';', 'legacy');
  const offset = readDuration(run) ?? momentOffset(run, undefined, anchor, book);
  if (offset === undefined) return undefined;
  const pause = readDuration(snooze);
  const times = Number.parseInt(repeat, 10);
  return {
    offset,
    action: line.name === 'DALARM' ? 'DISPLAY' : 'AUDIO',
    text: line.name === 'DALARM' ? content.join(';').replaceAll('\\;', ';').trim() : '',
    ...(pause !== undefined && pause > 0 && times > 0 && times < 1000
      ? { snooze: pause, repeat: times }
      : {}),
  };
}

function triggerOffset(
  line: ContentLine | undefined,
  anchor: CalendarTime | undefined,
  end: CalendarTime | undefined,
  book: ZoneBook,
): number | undefined {
  if (line === undefined) return undefined;
  const duration = readDuration(line.value);
  if (duration === undefined) return momentOffset(line.value, paramValue(line, 'TZID'), anchor, book);
  if (paramValue(line, 'RELATED')?.toUpperCase() !== 'END' || anchor === undefined || end === undefined) {
    return duration;
  }
  return instantOf(end) - instantOf(anchor) + duration;
}

/** Of a date the distance on the clock counts: phones show reminders of whole days in local time. */
function momentOffset(
  text: string,
  tzid: string | undefined,
  anchor: CalendarTime | undefined,
  book: ZoneBook,
): number | undefined {
  const time = timeOfText(text, tzid, book);
  if (time === undefined || time.form === 'date' || anchor === undefined) return undefined;
  if (anchor.form === 'date' || (anchor.form === 'floating' && time.form === 'floating')) {
    const wall = time.form === 'floating' ? time.wall : toWall(book.local, instantOf(time));
    return wall - anchor.wall;
  }
  return instantOf(time) - instantOf(anchor);
}

function plain(name: string, value: string): ContentLine {
  return { name, params: [], value };
}

const mostAlarms = 50;
