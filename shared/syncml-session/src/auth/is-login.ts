/** Compares a name and password in clear with the ones we know. */
import type { KnownLogin } from './contract.ts';
import { sameOctets, spellings } from './text-octets.ts';
import type { LoginOctets } from './text-octets.ts';

export function isLogin(shown: LoginOctets, login: KnownLogin): boolean {
  return isPassword(shown.password, login) && isUser(shown.user, login);
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
