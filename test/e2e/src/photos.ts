/** Contacts with photos, invented: octets without a pattern, and how they are found again on either side. */
import ICAL from 'ical.js';
import { contactText, randomFrom } from '@anchorage/kit';

/** A photo as this seed always has it. What a JPEG begins with stands in front; the rest is noise. */
export function photoOf(seed: number, octets: number): Buffer {
  const random = randomFrom(seed, 31);
  const noise = Uint8Array.from({ length: octets }, () => Math.floor(random() * 256));
  noise.set([0xff, 0xd8, 0xff, 0xe0]);
  return Buffer.from(noise);
}

/** A vCard 3.0 with it. */
export function contactWithPhoto(seed: number, octets: number): string {
  const lines =
    `PHOTO;ENCODING=b;TYPE=JPEG:${photoOf(seed, octets).toString('base64')}`.match(/.{1,74}/g) ?? [];
  return contactText(seed, 'text/vcard').replace(/^END:VCARD/m, `${lines.join('\r\n ')}\r\nEND:VCARD`);
}

/** Octets of the photo of the one contact that this seed names; null when there is none, or more than one. */
export function photoIn(texts: Iterable<string>, seed: number): Buffer | null {
  const found = [...texts].filter((text) => isOfSeed(text, seed));
  const [text] = found;
  if (found.length !== 1 || text === undefined) return null;
  const photo = new ICAL.Component(ICAL.parse(text) as unknown[]).getFirstPropertyValue('photo');
  const base64 = String(photo ?? '').replace(/^data:[^,]*,/, '');
  return Buffer.from(base64, 'base64');
}

/** High seeds are part of the names that the builders invent. */
export function isOfSeed(text: string, seed: number): boolean {
  return new RegExp(`^N[^:]*:[^\\r\\n]*-${String(seed)};`, 'm').test(text);
}
