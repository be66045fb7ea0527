/** What a message's `Cred` says, before it is checked. */
import type { Cred, Message } from '@anchorage/syncml-codec';
import { fromBase64 } from '../base64.ts';
import type { ClaimedUser, KnownLogin } from '../contract.ts';

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown-scheme' }
  | { readonly kind: 'unknown-format' }
  /** User and password as octets; the charset is the phone's secret. */
  | { readonly kind: 'basic'; readonly user: Uint8Array; readonly password: Uint8Array }
  | { readonly kind: 'md5'; readonly digest: Uint8Array }
  /** A credential that cannot be read at all. */
  | { readonly kind: 'garbled' };

export function readCredential(cred: Cred | undefined): Credential {
  if (cred === undefined) return { kind: 'none' };
  const format = (cred.meta?.format ?? '').trim().toLowerCase();
  if (!knownFormats.has(format)) return { kind: 'unknown-format' };
  switch ((cred.meta?.type ?? '').trim().toLowerCase()) {
    // Basic is the default scheme (SyncML Representation Protocol 1.2.2, 6.1.6).
    case '':
    case 'syncml:auth-basic':
    case 'auth-basic':
      return basic(cred.data);
    case 'syncml:auth-md5':
    case 'auth-md5': {
      const digest = fromBase64(cred.data.trim());
      return digest === null ? { kind: 'garbled' } : { kind: 'md5', digest };
    }
    default:
      return { kind: 'unknown-scheme' };
  }
}

/** The user a message claims to come from; proves nothing. */
export function claimedUser(message: Message): ClaimedUser {
  const { cred, source } = message.header;
  const credential = readCredential(cred);
  const name = source.name === undefined || source.name === '' ? null : source.name;
  switch (credential.kind) {
    case 'none':
      return { username: name, scheme: 'none' };
    case 'basic':
      return { username: text(credential.user), scheme: 'basic' };
    case 'md5':
      return { username: name, scheme: 'md5' };
    default:
      return { username: name, scheme: 'unknown' };
  }
}

/** User and password of a basic credential as text; null for any other. */
export function basicLogin(message: Message): KnownLogin | null {
  const credential = readCredential(message.header.cred);
  if (credential.kind !== 'basic') return null;
  return { username: text(credential.user), password: text(credential.password) };
}

/** Base64 of `user:password`, or those octets as they are (some WBXML phones). Split at the first colon. */
function basic(data: string): Credential {
  const decoded = fromBase64(data.trim());
  for (const octets of [decoded, Uint8Array.from(new TextEncoder().encode(data))]) {
    const colon = octets?.indexOf(0x3a) ?? -1;
    // A NUL is in nobody's name, and PostgreSQL refuses it in a text: such a login could only fail later and worse.
    if (octets !== null && colon >= 0 && !octets.includes(0)) {
      return { kind: 'basic', user: octets.subarray(0, colon), password: octets.subarray(colon + 1) };
    }
  }
  return { kind: 'garbled' };
}

function text(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
  }
}

const knownFormats: ReadonlySet<string> = new Set(['', 'b64', 'chr', 'bin']);
