/** What a message, or the transport beside it, shows as a credential, before it is checked. */
import type { Cred, Message } from '@anchorage/syncml-codec';
import { fromBase64 } from '../base64.ts';
import type { ClaimedUser, KnownLogin, TransportCredentials } from './contract.ts';
import { schemeOf } from './challenge-types.ts';
import { readAuthorization } from './http-basic.ts';
import { readMacHeader } from './mac-header.ts';
import { splitLogin, textOf } from './text-octets.ts';
import type { LoginOctets } from './text-octets.ts';

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown-scheme' }
  | { readonly kind: 'unknown-format' }
  | ({ readonly kind: 'basic' } & LoginOctets)
  | { readonly kind: 'md5'; readonly digest: Uint8Array }
  | {
      readonly kind: 'mac';
      readonly username: string;
      readonly mac: Uint8Array;
      readonly bodyDigest: Uint8Array;
    }
  /** A basic login in `Authorization`. It may be meant for somebody before us. */
  | ({ readonly kind: 'http' } & LoginOctets)
  /** A credential that cannot be read at all. */
  | { readonly kind: 'garbled' };

/** The message's own `Cred` goes before what stands beside it; a MAC always stands beside it. */
export function readCredential(
  cred: Cred | undefined,
  transport: TransportCredentials | null = null,
): Credential {
  // Basic is the default scheme (SyncML Representation Protocol 1.2.2, 6.1.6).
  const scheme = schemeOf(cred?.meta?.type);
  if (cred === undefined || scheme === 'mac') {
    if (transport?.mac) return macCredential(transport.mac);
    return cred === undefined ? httpCredential(transport?.authorization ?? null) : { kind: 'garbled' };
  }
  const format = (cred.meta?.format ?? '').trim().toLowerCase();
  if (!knownFormats.has(format)) return { kind: 'unknown-format' };
  switch (scheme) {
    case 'basic':
      return basic(cred.data);
    case 'md5': {
      const digest = fromBase64(cred.data.trim());
      return digest === null ? { kind: 'garbled' } : { kind: 'md5', digest };
    }
    case null:
      return { kind: 'unknown-scheme' };
    default:
      return scheme satisfies never;
  }
}

/** The user a message claims to come from; proves nothing. */
export function claimedUser(message: Message, transport: TransportCredentials | null = null): ClaimedUser {
  const { cred, source } = message.header;
  const credential = readCredential(cred, transport);
  const name = source.name === undefined || source.name === '' ? null : source.name;
  switch (credential.kind) {
    case 'none':
      return { username: name, scheme: 'none' };
    case 'basic':
    case 'http':
      return { username: textOf(credential.user), scheme: credential.kind };
    case 'md5':
      return { username: name, scheme: 'md5' };
    case 'mac':
      return { username: credential.username, scheme: 'mac' };
    default:
      return { username: name, scheme: 'unknown' };
  }
}

/** User and password of a message's basic credential as text; null for any other. */
export function basicLogin(message: Message): KnownLogin | null {
  const credential = readCredential(message.header.cred);
  if (credential.kind !== 'basic') return null;
  return { username: textOf(credential.user), password: textOf(credential.password) };
}

/** Base64 of `user:password`, or those octets as they are (some WBXML phones). */
function basic(data: string): Credential {
  for (const octets of [fromBase64(data.trim()), Uint8Array.from(new TextEncoder().encode(data))]) {
    const login = splitLogin(octets);
    if (login !== null) return { kind: 'basic', ...login };
  }
  return { kind: 'garbled' };
}

function macCredential({ header, bodyDigest }: NonNullable<TransportCredentials['mac']>): Credential {
  const read = readMacHeader(header);
  switch (read.kind) {
    case 'mac':
      return { ...read, bodyDigest };
    case 'unknown-algorithm':
      return { kind: 'unknown-scheme' };
    default:
      return read;
  }
}

/** Another scheme, or something unreadable, is somebody else's affair. */
function httpCredential(authorization: string | null): Credential {
  const login = authorization === null ? null : readAuthorization(authorization);
  return login === null ? { kind: 'none' } : { kind: 'http', ...login };
}

const knownFormats: ReadonlySet<string> = new Set(['', 'b64', 'chr', 'bin']);
