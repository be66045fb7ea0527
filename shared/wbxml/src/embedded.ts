/** Recognising a document inside an OPAQUE (SyncML Representation Protocol 1.2.2, 8: DevInf in a `Data`). */
import { WbxmlError } from './error.ts';
import { codeSpaceOfBody } from './first-tag.ts';
import { readHeader } from './header.ts';
import { defaultLimits } from './limits.ts';
import { octetReader } from './octet-reader.ts';
import { charset } from './tokens.ts';

/**
 * Do these octets begin with a whole WBXML header, of a document type with this document element? Nothing behind the
 * header is looked at, except the first tag when the header does not name the type. Item data that is not WBXML does
 * not begin with an octet from 1 to 3 followed by such an identifier.
 */
export function isDocumentWithRoot(octets: Uint8Array, root: string): boolean {
  const reader = octetReader(octets);
  try {
    const header = readHeader(reader, defaultLimits, charset.utf8);
    if (header.codeSpace !== undefined) return header.codeSpace.root === root;
    return codeSpaceOfBody(octets.subarray(reader.offset()))?.root === root;
  } catch (error) {
    if (error instanceof WbxmlError) return false;
    throw error;
  }
}
