/**
 * WBXML octets to a tree (WAP Binary XML Content Format 1.1 to 1.3). Everything is strict unless a switch says
 * otherwise: unknown tags, pages and tokens, text that is not valid in the charset, and octets left over are errors.
 */
import { decodeAttributes } from './decode-attributes.ts';
import { hasTagPage, tagName } from './code-spaces.ts';
import { countNode } from './decode-state.ts';
import type { DecodeState } from './decode-state.ts';
import { isDocumentWithRoot } from './embedded.ts';
import { hex, WbxmlError } from './error.ts';
import { codeSpaceOfBody } from './first-tag.ts';
import { readHeader } from './header.ts';
import { defaultLimits } from './limits.ts';
import type { WbxmlLimits } from './limits.ts';
import { octetReader } from './octet-reader.ts';
import { textSource } from './text-source.ts';
import { charset as charsets, firstTag, tagBit, token } from './tokens.ts';
import type { WbxmlDocument, WbxmlElement, WbxmlNode } from './tree.ts';

export interface DecodeOptions {
  readonly limits?: Partial<WbxmlLimits>;
  /** MIBenum used when the document says "unknown charset"; UTF-8 when left out. */
  readonly defaultCharset?: number;
  /** Accept a document that lacks nothing but the END of its root and of the root's last child. */
  readonly missingEnd?: boolean;
  /** Accept octets after the document element. */
  readonly trailingOctets?: boolean;
  /**
   * What to do with an OPAQUE that begins like a document the code space says may be embedded there: `decode` it
   * (and fail with it), or `keep` the octets. Default `decode`.
   */
  readonly embedded?: 'decode' | 'keep';
}

/** Throws WbxmlError, and nothing else, for any input that is not one whole document of a known type. */
export function decodeWbxml(input: Uint8Array, options: DecodeOptions = {}): WbxmlDocument {
  const limits = { ...defaultLimits, ...options.limits };
  if (input.length > limits.octets) throw new WbxmlError('too-large', 'document over the limit');
  const reader = octetReader(input);
  const header = readHeader(reader, limits, options.defaultCharset ?? charsets.utf8);
  const codeSpace = header.codeSpace ?? codeSpaceOfBody(input.subarray(reader.offset()));
  if (codeSpace === undefined)
    throw new WbxmlError('unknown-public-id', 'the first tag fits no document type');
  const { charset } = header;
  const text = textSource(reader, header.stringTable, charset, limits);
  const root = decodeBody(
    { reader, text, codeSpace, charset, limits, page: 0, attributePage: 0, nodes: 0 },
    options,
  );
  const { version, publicId } = header;
  return { version, codeSpace, publicId, charset, root };
}

function decodeBody(state: DecodeState, options: DecodeOptions): WbxmlElement {
  const { reader, codeSpace } = state;
  let next = reader.octet();
  while (next === token.switchPage) {
    switchPage(state);
    next = reader.octet();
  }
  const root = decodeElement(state, options, next, 1);
  if (root.name !== codeSpace.root) {
    throw new WbxmlError('unexpected-root', `the document element of ${codeSpace.name} is ${codeSpace.root}`);
  }
  if (!reader.atEnd() && options.trailingOctets !== true) {
    throw new WbxmlError('trailing-octets', `octets after the document element at offset ${reader.offset()}`);
  }
  return root;
}

function decodeElement(state: DecodeState, options: DecodeOptions, tag: number, depth: number): WbxmlElement {
  const identity = tag & tagBit.identity;
  const { page } = state;
  if (identity < firstTag) {
    throw new WbxmlError('unsupported-token', `token ${hex(tag)} before offset ${state.reader.offset()}`);
  }
  if (depth > state.limits.depth)
    throw new WbxmlError('too-deep', `elements nested over ${state.limits.depth}`);
  const name = tagName(state.codeSpace, page, identity);
  if (name === undefined) throw new WbxmlError('unknown-tag', `tag ${hex(identity)} on page ${page}`);
  countNode(state);
  const attributes = (tag & tagBit.attributes) === 0 ? undefined : decodeAttributes(state);
  const children = (tag & tagBit.content) === 0 ? [] : decodeContent(state, options, name, depth);
  return { kind: 'element', name, page, children, ...(attributes === undefined ? {} : { attributes }) };
}

function decodeContent(
  state: DecodeState,
  options: DecodeOptions,
  parent: string,
  depth: number,
): WbxmlNode[] {
  const { reader, text } = state;
  const children: WbxmlNode[] = [];
  let pending: string | undefined;

  function flush(): void {
    if (pending === undefined) return;
    countNode(state);
    children.push({ kind: 'text', text: pending });
    pending = undefined;
  }

  for (;;) {
    if (options.missingEnd === true && depth <= 2 && reader.atEnd()) break;
    const next = reader.octet();
    if (next === token.end) break;
    if (next === token.switchPage) {
      switchPage(state);
      continue;
    }
    const piece = text.read(next);
    if (piece !== undefined) {
      pending = (pending ?? '') + piece;
      continue;
    }
    flush();
    children.push(
      next === token.opaque
        ? decodeOpaque(state, options, parent)
        : decodeElement(state, options, next, depth + 1),
    );
  }
  flush();
  return children;
}

function decodeOpaque(state: DecodeState, options: DecodeOptions, parent: string): WbxmlNode {
  countNode(state);
  const octets = state.text.opaque();
  const { embeds } = state.codeSpace;
  if (options.embedded !== 'keep' && embeds?.element === parent && isDocumentWithRoot(octets, embeds.root)) {
    // Some encoders pad the embedded document; outside of it octets left over stay an error.
    const document = decodeWbxml(octets, { ...options, trailingOctets: true, embedded: 'keep' });
    return { kind: 'embedded', document };
  }
  return { kind: 'opaque', octets };
}

function switchPage(state: DecodeState): void {
  const page = state.reader.octet();
  if (!hasTagPage(state.codeSpace, page)) throw new WbxmlError('unknown-page', `tag page ${page}`);
  state.page = page;
}
