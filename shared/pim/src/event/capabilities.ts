/** What a phone can hold of an event (DevInf CTCap), asked property by property. */
import type { PhoneCapabilities } from '@anchorage/model';

/** A phone that said nothing is taken to hold everything we can write. */
export function supports(capabilities: PhoneCapabilities, ...names: readonly string[]): boolean {
  return capabilities.properties === undefined || lists(capabilities, ...names);
}

/** Did the phone itself name one of the properties? */
export function lists(capabilities: PhoneCapabilities, ...names: readonly string[]): boolean {
  const { properties } = capabilities;
  return properties !== undefined && names.some((name) => Object.hasOwn(properties, name));
}

export function isLegacy(capabilities: PhoneCapabilities): boolean {
  return capabilities.contentType === 'text/x-vcalendar';
}

/** Phones with iCalendar 2.0 name the parts of an alarm, old ones the lines. */
export function supportsAlarms(capabilities: PhoneCapabilities): boolean {
  return supports(capabilities, 'AALARM', 'DALARM', 'VALARM', 'TRIGGER', 'ACTION');
}

/**
 * The text cut to the phone's MaxSize, in characters. `undefined` when the phone wants it whole or not at all
 * (DevInf NoTruncate).
 */
export function fitText(capabilities: PhoneCapabilities, name: string, text: string): string | undefined {
  const limit = capabilities.properties?.[name];
  if (limit?.maxSize === undefined || text.length <= limit.maxSize) return text;
  const characters = Array.from(text);
  if (characters.length <= limit.maxSize) return text;
  return limit.noTruncate === true ? undefined : characters.slice(0, limit.maxSize).join('');
}
