/**
 * A field filter (SyncML Representation Protocol 1.2.2, 6.1.7): for one session its properties stand in the place of
 * those that the phone's DevInf lists.
 */
import type { ItemKind, PhoneCapabilities, SyncFilter } from '@anchorage/model';

/**
 * What makes an item what it is stays, asked for or not: a contact's name, an event's times and recurrence. Without its
 * rule a series would be shown by one occurrence, and what happens to that would have to be told apart from what
 * happens to the series. A property without limits of its own in the filter keeps those of DevInf.
 */
export function narrowed(capabilities: PhoneCapabilities, fields: SyncFilter['fields']): PhoneCapabilities {
  if (fields === null) return capabilities;
  const { kind, properties: own } = capabilities;
  const kept = structure[kind].filter((name) =>
    own === undefined ? !onlyWhenListed.has(name) : Object.hasOwn(own, name),
  );
  const properties = [...kept, ...Object.keys(fields)].map((name) => {
    const limits = fields[name] ?? {};
    return [name, Object.keys(limits).length === 0 ? (own?.[name] ?? {}) : limits] as const;
  });
  return { ...capabilities, properties: Object.fromEntries(properties) };
}

/** Is the property part of what the session is about? */
export function isAskedFor(kind: ItemKind, fields: NonNullable<SyncFilter['fields']>, name: string): boolean {
  return Object.hasOwn(fields, name) || structure[kind].includes(name);
}

const series =
  'DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID X-RECURRENCE-ID TZ DAYLIGHT UID';
const wholeDays = 'X-EPOCAGENDAENTRYTYPE X-FUNAMBOL-ALLDAY X-MICROSOFT-CDO-ALLDAYEVENT';
const structure: Readonly<Record<ItemKind, readonly string[]>> = {
  contact: ['N', 'UID'],
  event: `${series} ${wholeDays}`.split(' '),
  task: `DUE ${series} ${wholeDays}`.split(' '),
  note: [],
};
/** Sent to those phones only that name them. */
const onlyWhenListed: ReadonlySet<string> = new Set(
  `DURATION RDATE EXRULE X-RECURRENCE-ID TZ DAYLIGHT UID ${wholeDays}`.split(' '),
);
