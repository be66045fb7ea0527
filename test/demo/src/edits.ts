/** What the phone starts with, and what is changed on either side before the second sync. */
import { contactText, eventText, type DavServer, type DavUser, type Phone } from '@anchorage/kit';

const contacts = 50;
const events = 30;

/** One change, and the text by which it is recognised on both sides. */
export interface Edit {
  readonly kind: 'contact' | 'event';
  readonly what: 'add' | 'change' | 'delete';
  readonly mark: string;
}

export function fillPhone(phone: Phone): { contacts: number; events: number } {
  for (let seed = 1; seed <= contacts; seed += 1) {
    phone.add('card', contactText(seed, 'text/x-vcard', { org: `Company ${seed}.` }));
  }
  for (let seed = 1; seed <= events; seed += 1) {
    phone.add('cal', eventText(seed, 'text/x-vcalendar', { summary: `Appointment ${seed}.` }));
  }
  return { contacts, events };
}

export function editPhone(phone: Phone): readonly Edit[] {
  phone.add('card', contactText(101, 'text/x-vcard', { org: 'New on the phone' }));
  phone.replace(
    'card',
    luidOf(phone, 'card', 'Company 1.'),
    contactText(1, 'text/x-vcard', { org: 'Changed on the phone' }),
  );
  phone.delete('card', luidOf(phone, 'card', 'Company 2.'));
  phone.add('cal', eventText(101, 'text/x-vcalendar', { summary: 'Noted on the phone' }));
  phone.replace(
    'cal',
    luidOf(phone, 'cal', 'Appointment 1.'),
    eventText(1, 'text/x-vcalendar', { summary: 'Moved on the phone' }),
  );
  phone.delete('cal', luidOf(phone, 'cal', 'Appointment 2.'));
  return [
    { kind: 'contact', what: 'add', mark: 'New on the phone' },
    { kind: 'contact', what: 'change', mark: 'Changed on the phone' },
    { kind: 'contact', what: 'delete', mark: 'Company 2.' },
    { kind: 'event', what: 'add', mark: 'Noted on the phone' },
    { kind: 'event', what: 'change', mark: 'Moved on the phone' },
    { kind: 'event', what: 'delete', mark: 'Appointment 2.' },
  ];
}

export async function editCloud(cloud: DavServer, user: DavUser): Promise<readonly Edit[]> {
  await cloud.put(
    user,
    'contacts',
    'new-in-the-cloud.vcf',
    contactText(102, 'text/vcard', { org: 'New in the cloud' }),
  );
  await rewrite(cloud, user, 'contacts', 'Company 3.', 'Changed in the cloud');
  await cloud.remove(user, await hrefOf(cloud, user, 'contacts', 'Company 4.'));
  await cloud.put(
    user,
    'calendar',
    'new-in-the-cloud.ics',
    eventText(102, 'text/calendar', { summary: 'Noted in the cloud' }),
  );
  await rewrite(cloud, user, 'calendar', 'Appointment 3.', 'Moved in the cloud');
  await cloud.remove(user, await hrefOf(cloud, user, 'calendar', 'Appointment 4.'));
  return [
    { kind: 'contact', what: 'add', mark: 'New in the cloud' },
    { kind: 'contact', what: 'change', mark: 'Changed in the cloud' },
    { kind: 'contact', what: 'delete', mark: 'Company 4.' },
    { kind: 'event', what: 'add', mark: 'Noted in the cloud' },
    { kind: 'event', what: 'change', mark: 'Moved in the cloud' },
    { kind: 'event', what: 'delete', mark: 'Appointment 4.' },
  ];
}

function luidOf(phone: Phone, datastore: string, mark: string): string {
  const found = [...phone.items(datastore)].find(([, text]) => text.includes(mark));
  if (found === undefined) throw new Error(`the phone has no "${mark}"`);
  return found[0];
}

async function resourceOf(
  cloud: DavServer,
  user: DavUser,
  collection: 'contacts' | 'calendar',
  mark: string,
) {
  const found = (await cloud.listAll(user, collection)).find(({ body }) => body.includes(mark));
  if (found === undefined) throw new Error(`the cloud has no "${mark}"`);
  return found;
}

async function hrefOf(
  cloud: DavServer,
  user: DavUser,
  collection: 'contacts' | 'calendar',
  mark: string,
): Promise<string> {
  return (await resourceOf(cloud, user, collection, mark)).href;
}

async function rewrite(
  cloud: DavServer,
  user: DavUser,
  collection: 'contacts' | 'calendar',
  mark: string,
  by: string,
): Promise<void> {
  const { href, body } = await resourceOf(cloud, user, collection, mark);
  await cloud.put(
    user,
    collection,
    decodeURIComponent(href.slice(href.lastIndexOf('/') + 1)),
    body.replace(mark, by),
  );
}
