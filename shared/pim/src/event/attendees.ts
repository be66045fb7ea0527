/** People of an event. Phones may see them; what phones say about them never reaches a resource that has some. */
import { linesOf, paramValue, type Component, type ContentLine } from '../text/content-line.ts';

/** `ATTENDEE;ROLE=ATTENDEE;STATUS=TENTATIVE;EXPECT=REQUIRE:Henry Cabot <henry@example.net>` (vCalendar 1.0 "Attendee"). */
export function legacyAttendees(item: Component): readonly ContentLine[] {
  const organizers = linesOf(item, 'ORGANIZER').map((line) => legacyAttendee(line, 'ORGANIZER'));
  const attendees = linesOf(item, 'ATTENDEE').map((line) => legacyAttendee(line, 'ATTENDEE'));
  return [...organizers, ...attendees].slice(0, mostPeople);
}

/**
 * ORGANIZER and ATTENDEE of iCalendar 2.0 for a new event. They say that the phone does its own inviting: a server must
 * not send mail to people because somebody synchronised a phone (RFC 6638 7.1).
 */
export function modernAttendees(item: Component): readonly ContentLine[] {
  return linesOf(item, 'ATTENDEE')
    .slice(0, mostPeople)
    .flatMap((line) => modernAttendee(line) ?? []);
}

/** The same for lines that are iCalendar 2.0 already. */
export function withoutInviting(line: ContentLine): ContentLine {
  const { source: _source, ...rest } = line;
  const params = line.params.filter((param) => param.name !== 'SCHEDULE-AGENT');
  return { ...rest, params: [...params, { name: 'SCHEDULE-AGENT', values: ['CLIENT'] }] };
}

function legacyAttendee(line: ContentLine, role: string): ContentLine {
  const name = paramValue(line, 'CN');
  const address = line.value.replace(/^mailto:/i, '');
  const status = toStatus[paramValue(line, 'PARTSTAT')?.toUpperCase() ?? ''];
  const expect = toExpect[paramValue(line, 'ROLE')?.toUpperCase() ?? ''];
  const rsvp = paramValue(line, 'RSVP')?.toUpperCase();
  const param = (key: string, value: string | undefined) =>
    value === undefined ? [] : [{ name: key, values: [value] }];
  return {
    name: 'ATTENDEE',
    params: [
      ...param('ROLE', role),
      ...param('STATUS', status),
      ...param('EXPECT', expect),
      ...param('RSVP', rsvp === undefined ? undefined : rsvp === 'TRUE' ? 'YES' : 'NO'),
    ],
    value: name === undefined ? address : `${name} <${address}>`,
  };
}

function modernAttendee(line: ContentLine): ContentLine | undefined {
  const match = /^\s*(?:"?(.*?)"?\s*)<([^<>\s]+)>\s*$/.exec(line.value);
  const name = match?.[1] ?? '';
  const address = (match?.[2] ?? line.value).trim().replace(/^mailto:/i, '');
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) return undefined;
  const role = paramValue(line, 'ROLE')?.toUpperCase();
  const organizer = role === 'ORGANIZER' || role === 'OWNER';
  const status = fromStatus[paramValue(line, 'STATUS')?.toUpperCase().replaceAll(/[ _]/g, '-') ?? ''];
  const expect = fromExpect[paramValue(line, 'EXPECT')?.toUpperCase() ?? ''];
  const rsvp = paramValue(line, 'RSVP')?.toUpperCase();
  const params = [
    { name: 'CN', values: name === '' ? [] : [name] },
    { name: 'PARTSTAT', values: organizer || status === undefined ? [] : [status] },
    { name: 'ROLE', values: organizer || expect === undefined ? [] : [expect] },
    { name: 'RSVP', values: organizer || rsvp === undefined ? [] : [rsvp === 'YES' ? 'TRUE' : 'FALSE'] },
  ].filter((param) => param.values.length > 0);
  return withoutInviting({ name: organizer ? 'ORGANIZER' : 'ATTENDEE', params, value: `mailto:${address}` });
}

const fromStatus: Readonly<Record<string, string>> = {
  'NEEDS-ACTION': 'NEEDS-ACTION',
  ACCEPTED: 'ACCEPTED',
  DECLINED: 'DECLINED',
  TENTATIVE: 'TENTATIVE',
  DELEGATED: 'DELEGATED',
  CONFIRMED: 'ACCEPTED',
  SENT: 'NEEDS-ACTION',
  COMPLETED: 'COMPLETED',
};
const toStatus: Readonly<Record<string, string>> = {
  'NEEDS-ACTION': 'NEEDS ACTION',
  ACCEPTED: 'ACCEPTED',
  DECLINED: 'DECLINED',
  TENTATIVE: 'TENTATIVE',
  DELEGATED: 'DELEGATED',
  COMPLETED: 'COMPLETED',
};
const fromExpect: Readonly<Record<string, string>> = {
  REQUIRE: 'REQ-PARTICIPANT',
  REQUEST: 'OPT-PARTICIPANT',
  FYI: 'NON-PARTICIPANT',
  IMMEDIATE: 'REQ-PARTICIPANT',
};
const toExpect: Readonly<Record<string, string>> = {
  'REQ-PARTICIPANT': 'REQUIRE',
  CHAIR: 'REQUIRE',
  'OPT-PARTICIPANT': 'REQUEST',
  'NON-PARTICIPANT': 'FYI',
};
const mostPeople = 500;
