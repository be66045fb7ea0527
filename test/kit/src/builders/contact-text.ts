/** An invented contact written as vCard 2.1 or 3.0 (RFC 2426), as phones do. */
import { inventContact } from './invented.ts';
import type { InventedContact } from './invented.ts';
import { escapeText, foldLines, quotedPrintable } from './line.ts';

/** `type`: `text/x-vcard` (2.1) or `text/vcard` (3.0). */
export function contactText(seed: number, type: string, change: Partial<InventedContact> = {}): string {
  const contact = { ...inventContact(seed), ...change };
  return type === 'text/vcard' ? vcard30(contact) : vcard21(contact);
}

function vcard21(contact: InventedContact): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:2.1',
    line21('N', [contact.family, contact.given, '', contact.title ?? '', '']),
    line21('FN', [`${contact.given} ${contact.family}`]),
    ...contact.phones.map(({ type, number }) => `TEL;${type}:${number}`),
    ...(contact.email === null ? [] : [`EMAIL;INTERNET:${contact.email}`]),
    ...(contact.street === null && contact.city === null
      ? []
      : [line21('ADR;HOME', ['', '', contact.street ?? '', contact.city ?? '', '', '', ''])]),
    ...(contact.org === null ? [] : [line21('ORG', [contact.org])]),
    ...(contact.birthday === null ? [] : [`BDAY:${contact.birthday.replaceAll('-', '')}`]),
    ...(contact.note === null ? [] : [line21('NOTE', [contact.note])]),
    ...(contact.photo === null
      ? []
      : [`PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n${base64Lines(contact.photo)}\r\n`]),
    'END:VCARD',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function line21(name: string, parts: readonly string[]): string {
  const value = parts.map((part) => part.replaceAll(/[\\;]/g, '\\$&')).join(';');
  if (/^[\x20-\x7e]*$/.test(value)) return `${name}:${value}`;
  return `${name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${quotedPrintable(value)}`;
}

function base64Lines(text: string): string {
  return (text.match(/.{1,72}/g) ?? []).map((part) => ` ${part}`).join('\r\n');
}

function vcard30(contact: InventedContact): string {
  return foldLines([
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${contact.uid}`,
    `N:${[contact.family, contact.given, '', contact.title ?? '', ''].map(escapeText).join(';')}`,
    `FN:${escapeText(`${contact.given} ${contact.family}`)}`,
    ...contact.phones.map(({ type, number }) => `TEL;TYPE=${type}:${number}`),
    ...(contact.email === null ? [] : [`EMAIL;TYPE=INTERNET:${contact.email}`]),
    ...(contact.street === null && contact.city === null
      ? []
      : [`ADR;TYPE=HOME:;;${escapeText(contact.street ?? '')};${escapeText(contact.city ?? '')};;;`]),
    ...(contact.org === null ? [] : [`ORG:${escapeText(contact.org)}`]),
    ...(contact.birthday === null ? [] : [`BDAY:${contact.birthday}`]),
    ...(contact.note === null ? [] : [`NOTE:${escapeText(contact.note)}`]),
    ...(contact.photo === null ? [] : [`PHOTO;ENCODING=b;TYPE=JPEG:${contact.photo}`]),
    'END:VCARD',
  ]);
}
