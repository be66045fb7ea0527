/** The document type of a body whose header does not tell it (public identifier 0x01). */
import { codeSpaceByRootTag } from './code-spaces.ts';
import type { CodeSpace } from './code-space.ts';
import { octetReader } from './octet-reader.ts';
import { tagBit, token } from './tokens.ts';

/** `body` begins behind the string table. Throws WbxmlError `truncated` when it ends before a tag. */
export function codeSpaceOfBody(body: Uint8Array): CodeSpace | undefined {
  const reader = octetReader(body);
  let page = 0;
  let tag = reader.octet();
  while (tag === token.switchPage) {
    page = reader.octet();
    tag = reader.octet();
  }
  return codeSpaceByRootTag(page, tag & tagBit.identity);
}
