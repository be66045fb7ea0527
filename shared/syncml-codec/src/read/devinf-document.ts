/** Device information that came as octets: XML text or a WBXML document of its own, whatever the media type says. */
import { isDocumentWithRoot } from '@anchorage/wbxml';
import type { DevInf } from '../devinf.ts';
import { CodecError } from '../error.ts';
import { defaultLimits } from '../limits.ts';
import { decodeLenient, fromBase64 } from '../octets.ts';
import { readWbxml } from '../wbxml/from-wbxml.ts';
import { readXml } from '../xml/read.ts';
import { readDevinf } from './devinf.ts';
import { beginsLike } from './fragment.ts';

/**
 * Decodes a whole device information document, for instance one that arrived in chunks. Throws CodecError, also
 * (`malformed`) for octets that are no such document.
 */
export function decodeDevInf(octets: Uint8Array, format?: string): DevInf {
  const devinf = devinfInOctets(octets, format);
  if (devinf === undefined) throw new CodecError('malformed', 'no device information document');
  return devinf;
}

/**
 * Undefined when the octets do not begin like a device information document; a document that does and is damaged is
 * an error, as the whole message around it is. Padding behind a WBXML document is tolerated: some encoders add it.
 */
export function devinfInOctets(octets: Uint8Array, format: string | undefined): DevInf | undefined {
  const plain = format?.toLowerCase() === 'b64' ? (fromBase64(decodeLenient(octets)) ?? octets) : octets;
  if (isDocumentWithRoot(plain, 'DevInf')) {
    return readDevinf(readWbxml(plain, { trailingOctets: true }).root);
  }
  if (!beginsLike(plain, 'DevInf')) return undefined;
  const { root } = readXml(plain, { limits: defaultLimits });
  if (root.name !== 'DevInf') throw new CodecError('malformed', 'not a device information document');
  return readDevinf(root);
}
