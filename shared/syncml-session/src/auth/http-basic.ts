/** A login in the HTTP header `Authorization` (RFC 7617). S60 can be set up with one beside that of SyncML. */
import { fromBase64 } from '../base64.ts';
import type { KnownLogin } from './contract.ts';
import { splitLogin, textOf } from './text-octets.ts';
import type { LoginOctets } from './text-octets.ts';
import { isLogin } from './is-login.ts';

/** Null for another scheme and for what cannot be read. */
export function readAuthorization(header: string): LoginOctets | null {
  const encoded = /^basic +(\S+)$/i.exec(header.trim())?.[1];
  return encoded === undefined ? null : splitLogin(fromBase64(encoded));
}

/** Whom the header names; proves nothing. */
export function authorizedUser(header: string): string | null {
  const login = readAuthorization(header);
  return login === null ? null : textOf(login.user);
}

/** Is the header's login this one? Takes as long for a wrong one. */
export function authorizes(header: string, login: KnownLogin): boolean {
  const shown = readAuthorization(header);
  return shown !== null && isLogin(shown, login);
}
