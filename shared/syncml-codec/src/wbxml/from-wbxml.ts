/** WBXML's tree and errors in the codec's terms. */
import { decodeText, decodeWbxml, WbxmlError } from '@anchorage/wbxml';
import type { DecodeOptions, WbxmlDocument, WbxmlElement, WbxmlErrorCode, WbxmlNode } from '@anchorage/wbxml';
import { CodecError } from '../error.ts';
import type { CodecErrorCode } from '../error.ts';
import type { Element, Node } from '../tree.ts';

/** Decodes a document; embedded ones stay octets, for whoever knows the media type of their `Data`. */
export function readWbxml(
  body: Uint8Array,
  options: DecodeOptions,
): { root: Element; document: WbxmlDocument } {
  return translating(() => {
    const document = decodeWbxml(body, { ...options, embedded: 'keep' });
    return { document, root: convert(document.root, document.charset) };
  });
}

/** Runs `action`, turning WbxmlError into CodecError. */
export function translating<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof WbxmlError) throw new CodecError(codes[cause.code], cause.message, { cause });
    throw cause;
  }
}

function convert(element: WbxmlElement, charset: number): Element {
  const { name, page } = element;
  // Page 2 is device management's; data synchronisation has no use for it (SyncML Representation Protocol 1.2.2, 8).
  if (page > 1) throw new CodecError('malformed', `element of code page ${page} in a SyncML message`);
  const children = element.children.map((child) => node(child, name, charset));
  return { kind: 'element', name, space: page === 1 ? 'metinf' : 'syncml', children };
}

function node(child: WbxmlNode, parent: string, charset: number): Node {
  switch (child.kind) {
    case 'element':
      return convert(child, charset);
    case 'text':
      return child;
    case 'opaque':
      // Early Ericsson and Siemens phones write every value as OPAQUE; only these two may be other than text.
      return parent === 'Data' || parent === 'NextNonce'
        ? { kind: 'octets', octets: child.octets }
        : { kind: 'text', text: decodeText(child.octets, charset) };
    default:
      throw new CodecError('malformed', 'document inside a document');
  }
}

const codes: Readonly<Record<WbxmlErrorCode, CodecErrorCode>> = {
  truncated: 'malformed',
  'trailing-octets': 'malformed',
  'bad-version': 'malformed',
  'bad-number': 'malformed',
  'bad-text': 'malformed',
  'bad-reference': 'malformed',
  'unsupported-token': 'malformed',
  'unknown-tag': 'malformed',
  'unknown-page': 'malformed',
  'unknown-public-id': 'unsupported-public-id',
  'unsupported-charset': 'unsupported-charset',
  'unexpected-root': 'not-syncml',
  'too-deep': 'too-deep',
  'too-large': 'too-large',
  'too-many': 'too-many',
  unencodable: 'unencodable',
};
