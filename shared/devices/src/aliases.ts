/**
 * Which of our datastores a phone means. Phones keep whatever name their user, their operator or their maker wrote
 * into the sync profile, as a path, a file name, in any case, with options behind a question mark.
 */
import type { DatastoreName } from '@anchorage/model';

/**
 * Our datastore for a name as a phone wrote it in a `LocURI`, or null when it is none of ours.
 *
 * `./`, leading and trailing slashes, drive letters, a scheme with host, file endings, a query and the case are
 * ignored, and so are options (`cal/dr(-7,30)`); the last path segment that is a known name decides (`./C:Calendar`,
 * `/telecom/pb.vcf`, `EventTask/Tasks`).
 */
export function datastoreFor(uri: string): DatastoreName | null {
  const path = pathOf(uri);
  const whole = known.get(path);
  if (whole !== undefined) return whole;
  for (const segment of path.split('/').toReversed()) {
    const name = known.get(segment) ?? known.get(segment.replace(/\.[a-z0-9]{1,4}$/, ''));
    if (name !== undefined) return name;
  }
  return null;
}

/** A `LocURI` without options, query, fragment, scheme, drive letter, `./` and outer slashes, in lower case. */
function pathOf(uri: string): string {
  return uri
    .slice(0, maxLength)
    .trim()
    .toLowerCase()
    .replace(/\/[a-z]{2}\(.*$/s, '')
    .replace(/[?#].*$/s, '')
    .replaceAll('\\', '/')
    .replace(/^[a-z][a-z0-9+.-]+:\/\/[^/]*/, '')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/^[a-z]:\/?/, '')
    .replace(/\/+$/, '');
}

const maxLength = 1024;

const names: Readonly<Record<DatastoreName, readonly string[]>> = {
  card: [
    'card',
    'cards',
    'scard',
    'vcard',
    'con',
    'contact',
    'contacts',
    'contact/unfiled',
    'contacts.cdb',
    'addressbook',
    'address book',
    'addresses',
    'people',
    'pb',
    'phonebook',
    'cli_db_contact',
  ],
  cal: [
    'cal',
    'scal',
    'vcal',
    'calendar',
    'calendars',
    'calender',
    'event',
    'events',
    'agenda',
    'schedule',
    'appointment',
    'appointments',
    'cli_db_schedule',
    'eventtask',
  ],
  task: ['task', 'tasks', 'stask', 'todo', 'todos', 'vtodo', 'to-do', 'job', 'jobs', 'cli_db_todo'],
  note: ['note', 'notes', 'snote', 'pnote', 'memo', 'memos', 'notepad', 'text', 'cli_db_memo'],
};

const known: ReadonlyMap<string, DatastoreName> = new Map(
  (Object.entries(names) as [DatastoreName, readonly string[]][]).flatMap(([name, all]) =>
    all.map((alias): [string, DatastoreName] => [alias, name]),
  ),
);
