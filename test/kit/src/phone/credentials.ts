/** The phone's side of SyncML authentication (OMA SyncML Representation Protocol 1.1, 5.3; Security 1.0). */
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

function md5(octets: Uint8Array): Buffer {
  return createHash('md5').update(octets).digest();
}
