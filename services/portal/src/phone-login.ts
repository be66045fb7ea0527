/**
 * A phone's own login: short enough for the 22 characters S60 keeps of a provisioned secret, of characters that a
 * keypad types without changing case, without those that are mistaken for another on a small screen.
 */
import type { Randomness } from '@anchorage/model';

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const passwordLength = 14;
const suffixLength = 4;
const longestStem = 16;

/** About 69 bits. */
export function phonePassword(random: Randomness): string {
  return letters(random, passwordLength);
}

/** From the account's name, with a suffix that keeps one person's phones apart. */
export function phoneUsername(accountName: string, random: Randomness): string {
  const stem = accountName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, longestStem);
  return `${stem === '' ? 'phone' : stem}-${letters(random, suffixLength)}`;
}

function letters(random: Randomness, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const octet of random.bytes(length * 2)) {
      // Octets above the largest multiple of the alphabet would favour its first letters.
      if (octet >= 256 - (256 % alphabet.length) || text.length === length) continue;
      text += alphabet.charAt(octet % alphabet.length);
    }
  }
  return text;
}
