/**
 * What one datastore of one phone can hold, as plain data. The phone side derives it from DevInf and the device
 * rules and stores it; the cloud side reads it to convert, fit and merge. Neither needs the other's code.
 */
import type { ItemKind } from './sync.ts';

export interface PropertyCapability {
  /** In UTF-8 characters (DevInf `MaxSize`). */
  readonly maxSize?: number;
  /** With `maxSize`: a longer value is withheld instead of cut (DevInf `NoTruncate`). */
  readonly noTruncate?: boolean;
  readonly maxOccur?: number;
  /** Parameter TYPE values the phone knows, upper case; absent means any. */
  readonly types?: readonly string[];
}

export const contentTypes = {
  vcard21: 'text/x-vcard',
  vcard30: 'text/vcard',
  vcalendar10: 'text/x-vcalendar',
  icalendar20: 'text/calendar',
  plain: 'text/plain',
} as const;
export type ContentType = (typeof contentTypes)[keyof typeof contentTypes];

export interface PhoneCapabilities {
  readonly kind: ItemKind;
  /** The format we send. What the phone sends is told by each item itself. */
  readonly contentType: ContentType;
  /**
   * Properties the phone can hold, upper case, in the phone's own format (vCard or vCalendar names).
   * Absent: unknown, treat every property we can write as supported.
   */
  readonly properties?: Readonly<Record<string, PropertyCapability>>;
  /** Does the phone understand UTC times (DevInf `UTC`)? Otherwise times are local to `timeZone`. */
  readonly utc: boolean;
  /** IANA name of the user's zone. */
  readonly timeZone: string;
  /** All-day style for vCalendar 1.0. */
  readonly allDay: 'midnight' | '235900' | 'date';
  /** vCalendar 1.0 only: how `#n` counts when an interval holds several occurrences. */
  readonly rruleCount: 'intervals' | 'occurrences';
  /** Write non-ASCII values as quoted-printable UTF-8 (default) or plainly as UTF-8 octets. */
  readonly quotedPrintable: boolean;
  /** Charset of text without a CHARSET parameter whose octets are not valid UTF-8, and to write. */
  readonly charset: string;
  /** Largest PHOTO in octets of binary data; 0 means none is sent. */
  readonly maxPhoto: number;
}
