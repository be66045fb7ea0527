/**
 * What one VEVENT says, as sorted lines; times as instants in UTC, so that the same moment written in another zone
 * compares equal. Read with ical.js and nothing of the product's own.
 *
 * Left out on purpose: DTSTAMP, CREATED, LAST-MODIFIED, SEQUENCE, PRODID, UID, X- properties (bookkeeping), STATUS
 * CONFIRMED, TRANSP OPAQUE, PRIORITY 0 and CLASS PUBLIC (defaults), and an alarm's ACTION and text.
 */
import ICAL from 'ical.js';

type Component = InstanceType<typeof ICAL.Component>;
type Time = InstanceType<typeof ICAL.Time>;

const textProperties = [
  'summary',
  'description',
  'location',
  'class',
  'transp',
  'status',
  'priority',
  'url',
] as const;
const defaults = new Set(['class PUBLIC', 'transp OPAQUE', 'status CONFIRMED', 'priority 0']);

/** One entry per VEVENT of the object, by its RECURRENCE-ID instant ('' for the master). */
export function eventFacts(text: string): ReadonlyMap<string, readonly string[]> {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return new Map(
    calendar
      .getAllSubcomponents('vevent')
      .map((event) => [instantOf(event, 'recurrence-id') ?? '', factsOf(event)] as const),
  );
}

function factsOf(event: Component): readonly string[] {
  const texts = textProperties.flatMap((name) => {
    const value = event.getFirstPropertyValue(name);
    const fact = value === null ? '' : `${name} ${String(value).replace(/\r\n?/g, '\n').trim()}`;
    return fact === '' || fact === `${name} ` || defaults.has(fact) ? [] : [fact];
  });
  const lists = valuesOf(event, 'categories').map((value) => `category ${String(value)}`);
  const exceptions = event
    .getAllProperties('exdate')
    .flatMap((property) => property.getValues().map((value: unknown) => `exdate ${instant(value as Time)}`));
  const rules = valuesOf(event, 'rrule').map(
    (value) => `rrule ${ruleText(value as InstanceType<typeof ICAL.Recur>, event)}`,
  );
  const alarms = event.getAllSubcomponents('valarm').map((alarm) => `alarm ${alarmInstant(alarm, event)}`);
  const start = instantOf(event, 'dtstart') ?? '';
  const end = instantOf(event, 'dtend') ?? start;
  return [
    ...new Set([`start ${start}`, `end ${end}`, ...texts, ...lists, ...exceptions, ...rules, ...alarms]),
  ].toSorted();
}

/** When it rings for the first time, whether it was written as a moment or as so long before the start. */
function alarmInstant(alarm: Component, event: Component): string {
  const trigger = alarm.getFirstPropertyValue('trigger') as Time | InstanceType<typeof ICAL.Duration>;
  if (trigger instanceof ICAL.Time) return instant(trigger);
  const time = (event.getFirstPropertyValue('dtstart') as Time).clone();
  time.addDuration(trigger);
  return instant(time);
}

function valuesOf(event: Component, name: string): readonly unknown[] {
  return event.getAllProperties(name).flatMap((property) => property.getValues());
}

function instantOf(event: Component, name: string): string | null {
  const value = event.getFirstPropertyValue(name) as Time | null;
  return value === null ? null : instant(value);
}

function instant(time: Time): string {
  return time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

/**
 * A rule's parts in one order, its end as the instant of the last occurrence: whether a program wrote COUNT or UNTIL
 * makes no difference to anybody. A part that only repeats the start's own day is what every program adds or drops.
 */
function ruleText(rule: InstanceType<typeof ICAL.Recur>, event: Component): string {
  const start = event.getFirstPropertyValue('dtstart') as Time;
  const own = new Set([
    'INTERVAL=1',
    'WKST=MO',
    `BYMONTHDAY=${start.day}`,
    `BYMONTH=${start.month}`,
    `BYDAY=${weekdays[start.dayOfWeek() - 1] ?? ''}`,
  ]);
  const parts = rule
    .toString()
    .split(';')
    .filter((part) => !own.has(part) && !/^(COUNT|UNTIL)=/.test(part));
  return [...parts.toSorted(), `LAST=${lastOccurrence(rule, start)}`].join(';');
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const enoughOccurrences = 1000;

function lastOccurrence(rule: InstanceType<typeof ICAL.Recur>, start: Time): string {
  if (rule.count === null && rule.until === null) return 'never';
  const iterator = rule.iterator(start);
  let last = start;
  for (let index = 0; index < enoughOccurrences; index += 1) {
    const next = iterator.next() as Time | null;
    if (next === null) break;
    // The iterator goes on with the very object it gave out.
    last = next.clone();
  }
  return instant(last);
}
