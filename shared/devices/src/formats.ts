/** The formats we can write, and which of them a phone wants. */
import { contentTypes } from '@anchorage/model';
import type { ContentType, ItemKind } from '@anchorage/model';
import type { ContentFormat, DevInfDatastore } from '@anchorage/syncml-codec';

/** Our writers per kind, the oldest first: what a phone of which nothing is known understands. */
export const writers: Readonly<Record<ItemKind, readonly ContentType[]>> = {
  contact: [contentTypes.vcard21, contentTypes.vcard30],
  event: [contentTypes.vcalendar10, contentTypes.icalendar20],
  task: [contentTypes.vcalendar10, contentTypes.icalendar20],
  note: [contentTypes.plain],
};

export const versionOf: Readonly<Record<ContentType, string>> = {
  [contentTypes.vcard21]: '2.1',
  [contentTypes.vcard30]: '3.0',
  [contentTypes.vcalendar10]: '1.0',
  [contentTypes.icalendar20]: '2.0',
  [contentTypes.plain]: '1.0',
};

/** Our name for a media type as a phone wrote it. `VerCT` is not asked: phones get it wrong. */
export function knownType(type: string): ContentType | null {
  const name = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (name === 'text/directory') return contentTypes.vcard30;
  if (name === 'text/vcalendar') return contentTypes.vcalendar10;
  return Object.values(contentTypes).find((known) => known === name) ?? null;
}

/** What the phone prefers to receive, if we can write it; else the first of what it takes that we can. */
export function chooseFormat(kind: ItemKind, datastore: DevInfDatastore): ContentType | null {
  for (const format of acceptedFormats(datastore)) {
    const type = knownType(format.type);
    if (type !== null && writers[kind].includes(type)) return type;
  }
  return null;
}

export function acceptedFormats(datastore: DevInfDatastore): readonly ContentFormat[] {
  return [datastore.rxPref, ...datastore.rx];
}
