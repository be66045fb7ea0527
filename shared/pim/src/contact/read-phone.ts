/** What a phone sent, in whatever charset, as a view: one VCARD, CRLF, UTF-8. */
import type { PhoneCapabilities } from '@anchorage/model';
import { PimError } from '../pim-error.ts';
import { readContentText } from '../text/read-text.ts';
import { writeLegacy, writeModern } from '../text/write-text.ts';
import { findCard } from './card.ts';

/**
 * Decodes property by property and writes the first VCARD again, escapes untouched. The text tells its version; a card
 * without VERSION is read as 2.1. Throws `unreadable` when there is no VCARD.
 */
export function readPhoneCard(octets: Uint8Array, capabilities: PhoneCapabilities): string {
  const { dialect, version, components } = readContentText(octets, { charset: capabilities.charset });
  const card = findCard(components);
  if (card === undefined) throw new PimError('unreadable', 'no VCARD in what the phone sent');
  const stated = version === '' ? [{ name: 'VERSION', params: [], value: '2.1' }] : [];
  const vcard = { name: 'VCARD', lines: [...stated, ...card.lines], components: [] };
  return dialect === 'legacy'
    ? writeLegacy(vcard, { quotedPrintable: true, charset: 'UTF-8' })
    : writeModern(vcard);
}
