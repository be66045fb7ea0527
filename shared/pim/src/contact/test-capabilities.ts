/** Capabilities for the tests of this folder. */
import type { PhoneCapabilities, PropertyCapability } from '@anchorage/model';

/** A 2.1 phone that tells nothing about itself, with whatever the test changes. */
export function phoneWith(changes: Partial<PhoneCapabilities> = {}): PhoneCapabilities {
  return {
    kind: 'contact',
    contentType: 'text/x-vcard',
    utc: true,
    timeZone: 'Europe/Berlin',
    allDay: 'midnight',
    rruleCount: 'intervals',
    quotedPrintable: true,
    charset: 'UTF-8',
    maxPhoto: 16 * 1024,
    ...changes,
  };
}

/** A phone whose DevInf lists these properties. */
export function phoneListing(properties: Record<string, PropertyCapability>): PhoneCapabilities {
  return phoneWith({ properties });
}

export function card(version: '2.1' | '3.0' | '4.0', ...lines: readonly string[]): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
}

/** Unfolded lines of a card, without BEGIN, VERSION, END. */
export function linesOf(text: string): readonly string[] {
  return text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter((line) => line !== '' && !/^(BEGIN|END|VERSION|PRODID|REV):/.test(line));
}

/** The line or lines that start so. */
export function line(text: string, start: string): string {
  return linesOf(text)
    .filter((one) => one.startsWith(start))
    .join('\n');
}
