/** Our own credential, for a phone that asks who we are (SyncML Sync Protocol 1.1, 3; Representation Protocol 1.2.2, 5.3). */
import type { Cred, SyncmlVersion } from '@anchorage/syncml-codec';
import { fromBase64, toBase64 } from '../base64.ts';
import type { AuthScheme } from './contract.ts';
import type { ServerLogin } from '../contract.ts';
import { challengeTypes } from './challenge-types.ts';
import { digest10, digest11, digestMac } from './digest.ts';
import { writeMacHeader } from './mac-header.ts';

export interface Proof {
  /** Stands in Source/LocName, where the phone looks for whose digest it is. */
  readonly name: string;
  /** Null where it stands beside the message: a MAC. */
  readonly cred: Cred | null;
}

export interface Asked {
  readonly scheme: AuthScheme;
  /** `NextNonce` as it came. */
  readonly nonce: string;
}

export function prove(asked: Asked, version: SyncmlVersion, login: ServerLogin): Proof {
  const { username: name, password, md5 } = login;
  const meta = { format: 'b64', type: challengeTypes[asked.scheme] };
  switch (asked.scheme) {
    case 'basic':
      return { name, cred: { meta, data: toBase64(utf8(`${name}:${password}`)) } };
    case 'md5': {
      const formula = version === '1.0' ? digest10 : digest11;
      const digest = formula(utf8(name), utf8(password), nonceOctets(asked.nonce), md5);
      return { name, cred: { meta, data: toBase64(digest) } };
    }
    case 'mac':
      return { name, cred: null };
    default:
      return asked.scheme satisfies never;
  }
}

/** The value of `x-syncml-hmac` for a message's octets. */
export function proveBody(asked: Asked, body: Uint8Array, { username, password, md5 }: ServerLogin): string {
  const mac = digestMac(utf8(username), utf8(password), nonceOctets(asked.nonce), md5(body), md5);
  return writeMacHeader(username, mac);
}

/** Base64, or a text that somebody forgot to encode. */
function nonceOctets(nonce: string): Uint8Array {
  return fromBase64(nonce) ?? utf8(nonce);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
