/** What slow-sync matching compares. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { Traits } from '../contract.ts';
import { firstLine } from './line.ts';
import { readBody, readView, type Card } from './card.ts';
import { foldKey, mailKey, numberKey } from './compare.ts';
import { contentOfBody, contentOfView } from './content.ts';
import { email } from './email.ts';
import { formattedNameOf } from './formatted-name.ts';
import { nameOf } from './name.ts';
import { organization } from './organization.ts';
import { phone } from './phone.ts';

export function traitsOfView(view: string, capabilities: PhoneCapabilities): Traits {
  const card = readView(view);
  return { uid: globalUid(card), ...traits(card), content: contentOfView(card, capabilities) };
}

export function traitsOfBody(body: string, capabilities: PhoneCapabilities): Traits {
  const card = readBody(body);
  return { uid: uidOfCard(card), ...traits(card), content: contentOfBody(card, capabilities) };
}

/** UID of a view, or null: a 2.1 phone numbers its cards as it likes, which says nothing about anybody else's. */
export function globalUid(card: Card): string | null {
  return card.version === '2.1' ? null : uidOfCard(card);
}

export function uidOfCard(card: Card): string | null {
  const uid = firstLine(card, 'UID')?.value.trim() ?? '';
  return uid === '' ? null : uid;
}

function traits(card: Card): Pick<Traits, 'recurrenceId' | 'key' | 'marks'> {
  const numbers = phone.read(card, 'body').map((entry) => numberKey(entry.values[0] ?? ''));
  const mails = email.read(card, 'body').map((entry) => mailKey(entry.values[0] ?? ''));
  const marks = [...new Set([...numbers, ...mails])].filter((mark) => mark !== '').toSorted();
  return { recurrenceId: '', key: keyOf(card), marks };
}

/** "family given", the words of a name in one field included; else the organisation, else FN. */
function keyOf(card: Card): string {
  const [family = '', given = ''] = nameOf(card);
  const name = foldKey(`${family} ${given}`);
  if (name !== '') return name;
  return foldKey(organization.read(card, 'body')[0]?.values[0] ?? formattedNameOf(card));
}
