/** The `Property` elements of a field filter, which stand without a document around them. */
import type { DevInfProperty } from '../devinf.ts';
import { CodecError } from '../error.ts';
import { defaultLimits } from '../limits.ts';
import { concat, encodeUtf8 } from '../octets.ts';
import { readXml } from '../xml/read.ts';
import { readCtCaps } from './ctcap.ts';

/**
 * Reads one or more `Property` elements of DevInf 1.2, or the bare names that DevInf 1.1 has in their place (SyncML
 * Representation Protocol 1.2.2, 6.1.7). Null when the octets hold something else. Markup of WBXML and CDATA sections
 * have become text by then.
 */
export function decodeProperties(octets: Uint8Array): readonly DevInfProperty[] | null {
  if (octets.byteLength > most) return null;
  try {
    const { root } = readXml(concat([opening, octets, closing]), { limits: defaultLimits });
    const properties = readCtCaps([root]).flatMap((ctCap) => ctCap.properties);
    return properties.length === 0 ? null : properties;
  } catch (error) {
    if (error instanceof CodecError) return null;
    throw error;
  }
}

/** Far above all properties there are. */
const most = 100_000;
// Properties without a type would be dropped with it.
const opening = encodeUtf8('<CTCap><CTType>filter</CTType>');
const closing = encodeUtf8('</CTCap>');
