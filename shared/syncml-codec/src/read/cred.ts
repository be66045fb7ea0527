/** `Cred` and `Chal` (SyncML Representation Protocol 1.2.2, 6.1.1 and 6.1.2). */
import type { Chal, Cred } from '../message.ts';
import { decodeLenient, toBase64 } from '../octets.ts';
import type { Element } from '../tree.ts';
import { child, octetsOf } from './fields.ts';
import { readMeta } from './meta.ts';

export function readCred(parent: Element | undefined): Cred | undefined {
  const cred = child(parent, 'Cred');
  if (cred === undefined) return undefined;
  const meta = readMeta(cred);
  const octets = octetsOf(child(cred, 'Data'));
  // WBXML clients may send the MD5 digest as its 16 octets; its base64 text has 24.
  if (octets.length === 16 && meta?.type?.toLowerCase() === 'syncml:auth-md5') {
    return { meta: { ...meta, format: 'b64' }, data: toBase64(octets) };
  }
  const data = decodeLenient(octets).trim();
  return meta === undefined ? { data } : { meta, data };
}

export function readChal(parent: Element): Chal | undefined {
  const chal = child(parent, 'Chal');
  return chal === undefined ? undefined : { meta: readMeta(chal) ?? {} };
}
