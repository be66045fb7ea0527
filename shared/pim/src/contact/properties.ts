/** All properties a phone may hold, in the order they are written to it. */
import type { PhoneCapabilities, PropertyCapability } from '@anchorage/model';
import { address, label } from './address.ts';
import { birthday, dateProperty } from './birthday.ts';
import type { CardVersion } from './card-version.ts';
import { categories, nickname } from './categories.ts';
import { email } from './email.ts';
import type { Property } from './entry.ts';
import { formattedName } from './formatted-name.ts';
import { name } from './name.ts';
import { note } from './note.ts';
import { organization, structuredProperty } from './organization.ts';
import { phone } from './phone.ts';
import { phonetic } from './phonetic.ts';
import { key, logo, photo } from './photo.ts';
import { textProperty } from './text-property.ts';
import { url } from './url.ts';

/** Every property this phone may send, with the vendor properties its DevInf lists. */
export function propertiesFor(capabilities: PhoneCapabilities): readonly Property[] {
  const listed = Object.keys(capabilities.properties ?? {});
  const vendors = listed.filter((one) => /^[A-Z0-9-]+$/.test(one) && !known.has(one) && !unmapped.has(one));
  return vendors.length === 0 ? standard : [...standard, ...vendors.map((one) => structuredProperty(one))];
}

/** What the phone says about the property; undefined when it lists its properties and this one is not among them. */
export function capabilityOf(
  property: Property,
  capabilities: PhoneCapabilities,
): PropertyCapability | undefined {
  if (capabilities.properties === undefined) return {};
  const listed = property.phoneNames.find((one) => capabilities.properties?.[one] !== undefined);
  return listed === undefined ? undefined : capabilities.properties[listed];
}

/** Name to write to the phone, or undefined when the property is not sent. */
export function phoneName(property: Property, capabilities: PhoneCapabilities): string | undefined {
  if (capabilities.properties === undefined) {
    return property.sentUnasked.includes(phoneVersion(capabilities)) ? property.phoneNames[0] : undefined;
  }
  // N is mandatory, whatever DevInf forgets.
  if (property === name) return 'N';
  return property.phoneNames.find((one) => capabilities.properties?.[one] !== undefined);
}

export function phoneVersion(capabilities: PhoneCapabilities): CardVersion {
  return capabilities.contentType === 'text/vcard' ? '3.0' : '2.1';
}

const standard: readonly Property[] = [
  name,
  formattedName,
  phonetic,
  nickname,
  organization,
  textProperty('TITLE', { sentUnasked: ['2.1', '3.0', '4.0'] }),
  textProperty('ROLE', { sentUnasked: ['2.1', '3.0', '4.0'] }),
  phone,
  email,
  address,
  label,
  url,
  birthday,
  dateProperty('X-ANNIVERSARY', []),
  textProperty('X-SPOUSE'),
  textProperty('X-CHILDREN'),
  textProperty('X-ASSISTANT'),
  textProperty('X-MANAGER'),
  textProperty('X-SIP', { multiple: true }),
  textProperty('X-AIM', { multiple: true }),
  textProperty('X-ICQ', { multiple: true }),
  textProperty('X-MSN', { multiple: true }),
  textProperty('X-YAHOO', { multiple: true }),
  textProperty('X-JABBER', { multiple: true }),
  textProperty('X-SKYPE', { multiple: true }),
  note,
  categories,
  textProperty('CLASS'),
  textProperty('MAILER'),
  textProperty('TZ'),
  structuredProperty('GEO'),
  photo,
  logo,
  key,
];

const known: ReadonlySet<string> = new Set(standard.flatMap((property) => property.phoneNames));

/** Never mapped as vendor properties: syntax, and what belongs to one side alone. */
const unmapped: ReadonlySet<string> = new Set(
  'BEGIN END VERSION UID REV PRODID SOUND AGENT SOURCE NAME PROFILE SORT-STRING X-ABLABEL KIND MEMBER'.split(
    ' ',
  ),
);
