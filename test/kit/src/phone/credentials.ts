/**
 * The phone's side of SyncML authentication (OMA SyncML Representation Protocol 1.1, 5.3; Security 1.0), and what stands
 * beside a message in HTTP: a MAC (OMA Device Management Security 1.2, "Integrity") or a basic login (RFC 7617).
 */
import { createHash } from 'node:crypto';
import type { Cred, SyncmlVersion } from '@anchorage/syncml-codec';

export function credential(login: {
  readonly scheme: 'md5' | 'basic';
  readonly version: SyncmlVersion;
  readonly username: string;
  readonly password: string;
  /** As it came in `NextNonce`, base64; null when none has come yet. */
  readonly nonce: string | null;
}): Cred {
  const pair = Buffer.from(`${login.username}:${login.password}`);
  if (login.scheme === 'basic') {
    return { meta: { format: 'b64', type: 'syncml:auth-basic' }, data: pair.toString('base64') };
  }
  const nonce = Buffer.from(login.nonce ?? '', 'base64');
  const colon = Buffer.from(':');
  const secret = login.version === '1.0' ? pair : Buffer.from(md5(pair).toString('base64'));
  const digest = md5(Buffer.concat([secret, colon, nonce]));
  return { meta: { format: 'b64', type: 'syncml:auth-md5' }, data: digest.toString('base64') };
}

/** The value of `x-syncml-hmac` for a message's octets. */
export function macHeader(
  login: { readonly username: string; readonly password: string; readonly nonce: string | null },
  body: Uint8Array,
): string {
  const secret = md5(Buffer.from(`${login.username}:${login.password}`)).toString('base64');
  const nonce = Buffer.from(login.nonce ?? '', 'base64');
  const signed = Buffer.from(`:${md5(body).toString('base64')}`);
  const mac = md5(Buffer.concat([Buffer.from(`${secret}:`), nonce, signed])).toString('base64');
  return `algorithm=MD5, username="${login.username}", mac=${mac}`;
}

/** The value of `Authorization`. */
export function basicHeader(login: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
}

function md5(octets: Uint8Array): Buffer {
  return createHash('md5').update(octets).digest();
}
