/** Is a message from whom it says it is? (SyncML Representation Protocol 1.2.2, 5.3; Sync Protocol 1.1, 3.) */
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { toBase64 } from '../base64.ts';
import type { AuthVerdict, IssuedNonces, KnownLogin } from '../contract.ts';
import { readCredential } from './credential.ts';
import { digest10, digest11 } from './digest.ts';
import type { Md5 } from './digest.ts';
import { sameOctets, spellings } from './text-octets.ts';

/**
 * The verdict on a message's credential. `login` is the account that `claimedUser` led to, null for none; an unknown
 * user and a wrong password get the same answer. `nonces` are those issued to this device, newest first; only a device
 * that was never given one may hash an empty nonce (SyncEvolution and Sony Ericsson M600i begin so).
 */
export function authenticate(
  message: Message,
  dialect: Dialect,
  login: KnownLogin | null,
  nonces: IssuedNonces,
  md5: Md5,
): AuthVerdict {
  const credential = readCredential(message.header.cred);
  switch (credential.kind) {
    case 'none':
      return { kind: 'refused', status: 407 };
    case 'unknown-scheme':
      return { kind: 'refused', status: 406 };
    case 'unknown-format':
      return { kind: 'refused', status: 415 };
    case 'garbled':
      return { kind: 'refused', status: 401 };
    case 'basic':
      return login !== null && isPassword(credential.password, login) && isUser(credential.user, login)
        ? { kind: 'accepted', scheme: 'basic' }
        : { kind: 'refused', status: 401 };
    case 'md5':
      return login !== null &&
        isDigest(credential.digest, login, message.header.source.name, dialect, nonces, md5)
        ? { kind: 'accepted', scheme: 'md5' }
        : { kind: 'refused', status: 401 };
    default:
      return credential satisfies never;
  }
}

function isPassword(octets: Uint8Array, login: KnownLogin): boolean {
  // Every spelling is compared, so that the time taken says nothing.
  return spellings(login.password).reduce((found, spelling) => sameOctets(octets, spelling) || found, false);
}

/** Phones write user names with any capital letters. */
function isUser(octets: Uint8Array, login: KnownLogin): boolean {
  return spellings(login.username).some((spelling) => sameOctets(lower(octets), lower(spelling)));
}

function lower(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet));
}

function isDigest(
  digest: Uint8Array,
  login: KnownLogin,
  claimed: string | undefined,
  dialect: Dialect,
  nonces: IssuedNonces,
  md5: Md5,
): boolean {
  // The phone hashed the name as its user typed it.
  const typed = claimed !== undefined && claimed.toLowerCase() === login.username.toLowerCase();
  const users = new Set(typed ? [login.username, claimed] : [login.username]);
  // The formula of the version first; phones with a 1.0 stack in a 1.1 session exist, so the other one too.
  const formulas = dialect.version === '1.0' ? [digest10, digest11] : [digest11, digest10];
  let found = false;
  for (const user of users) {
    for (const [userOctets, password] of pairs(user, login.password)) {
      for (const nonce of nonceSpellings(nonces)) {
        for (const formula of formulas) {
          found = sameOctets(digest, formula(userOctets, password, nonce, md5)) || found;
        }
      }
    }
  }
  return found;
}

/** Name and password in the same charset. */
function pairs(user: string, password: string): readonly (readonly [Uint8Array, Uint8Array])[] {
  const users = spellings(user);
  const passwords = spellings(password);
  const count = Math.max(users.length, passwords.length);
  return Array.from({ length: count }, (_, at) => [
    users[at] ?? users[0] ?? new Uint8Array(),
    passwords[at] ?? passwords[0] ?? new Uint8Array(),
  ]);
}

/** The nonce's octets, or the text of `NextNonce` where a phone did not decode it. */
function nonceSpellings(nonces: IssuedNonces): readonly Uint8Array[] {
  if (nonces.length === 0) return [new Uint8Array()];
  return nonces.flatMap((nonce) => [nonce, new TextEncoder().encode(toBase64(nonce))]);
}
