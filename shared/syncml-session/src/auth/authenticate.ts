/** Is a message from whom it says it is? (SyncML Representation Protocol 1.2.2, 5.3; Sync Protocol 1.1, 3.) */
import type { Dialect, Message } from '@anchorage/syncml-codec';
import { toBase64 } from '../base64.ts';
import type { AuthScheme, AuthVerdict, IssuedNonces, KnownLogin, TransportCredentials } from './contract.ts';
import { readCredential } from './credential.ts';
import { digest10, digest11, digestMac } from './digest.ts';
import type { Md5 } from './digest.ts';
import { isLogin } from './is-login.ts';
import { sameOctets, spellings } from './text-octets.ts';

/**
 * The verdict on a message's credential. `login` is the account that `claimedUser` led to, null for none; an unknown
 * user and a wrong password get the same answer. `nonces` are those issued to this device, newest first; only a device
 * that was never given one may hash an empty nonce (SyncEvolution and Sony Ericsson M600i begin so). A login in the HTTP
 * header that is not ours may be meant for a proxy: that message has shown no credential, 407.
 */
export function authenticate(
  message: Message,
  dialect: Dialect,
  login: KnownLogin | null,
  nonces: IssuedNonces,
  md5: Md5,
  transport: TransportCredentials | null = null,
): AuthVerdict {
  const credential = readCredential(message.header.cred, transport);
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
      return verdict(login !== null && isLogin(credential, login), 'basic', 401);
    case 'http':
      return verdict(login !== null && isLogin(credential, login), 'basic', 407);
    case 'md5': {
      // The formula of the version first; phones with a 1.0 stack in a 1.1 session exist, so the other one too.
      const formulas = dialect.version === '1.0' ? [digest10, digest11] : [digest11, digest10];
      const shown = { digest: credential.digest, username: message.header.source.name };
      return verdict(login !== null && isDigest(shown, login, nonces, formulas, md5), 'md5', 401);
    }
    case 'mac': {
      if (dialect.version === '1.0') return { kind: 'refused', status: 406 };
      const { mac, username, bodyDigest } = credential;
      const formula: Formula = (user, password, nonce) => digestMac(user, password, nonce, bodyDigest, md5);
      const shown = { digest: mac, username };
      return verdict(login !== null && isDigest(shown, login, nonces, [formula], md5), 'mac', 401);
    }
    default:
      return credential satisfies never;
  }
}

function verdict(isRight: boolean, scheme: AuthScheme, status: 401 | 407): AuthVerdict {
  return isRight ? { kind: 'accepted', scheme } : { kind: 'refused', status };
}

type Formula = (user: Uint8Array, password: Uint8Array, nonce: Uint8Array, md5: Md5) => Uint8Array;

function isDigest(
  shown: { readonly digest: Uint8Array; readonly username: string | undefined },
  login: KnownLogin,
  nonces: IssuedNonces,
  formulas: readonly Formula[],
  md5: Md5,
): boolean {
  const { digest, username: claimed } = shown;
  // The phone hashed the name as its user typed it.
  const typed = claimed !== undefined && claimed.toLowerCase() === login.username.toLowerCase();
  const users = new Set(typed ? [login.username, claimed] : [login.username]);
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
