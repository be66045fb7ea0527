/**
 * A tree to WBXML octets: UTF-8, inline strings and OPAQUE only, no string table but for a formal public identifier.
 * So the octets of an element depend on nothing before it, and sizes add up.
 */
import { encodeUtf8 } from './charset.ts';
import type { CodeSpace } from './code-space.ts';
import { encodeAttributes } from './encode-attributes.ts';
import type { EncodeState } from './encode-state.ts';
import { writeOpaque, writeText } from './encode-text.ts';
import { WbxmlError } from './error.ts';
import { octetWriter } from './octet-writer.ts';
import type { OctetWriter } from './octet-writer.ts';
import { charset, tagBit, token } from './tokens.ts';
import type { WbxmlDocument, WbxmlElement, WbxmlNode } from './tree.ts';

/** `charset` is not chosen by the caller: UTF-8 is written always. */
export type WritableDocument = Omit<WbxmlDocument, 'charset'>;

/**
 * Throws WbxmlError `unencodable` for a name the edition does not have on that page, a version other than 1 to 3, or
 * a textual identifier for a document type that has none.
 */
export function encodeWbxml(document: WritableDocument): Uint8Array {
  const writer = octetWriter();
  writeHeader(writer, document);
  writeElement({ writer, codeSpace: document.codeSpace, page: 0, attributePage: 0 }, document.root);
  return writer.take();
}

/**
 * Octets the element takes inside a document of this code space when the page before it is 0 and is 0 again after it.
 * Throws like encodeWbxml.
 */
export function encodedElementSize(element: WbxmlElement, codeSpace: CodeSpace): number {
  const writer = octetWriter();
  const state = { writer, codeSpace, page: 0, attributePage: 0 };
  writeElement(state, element);
  return writer.length() + (state.page === 0 ? 0 : 2);
}

function writeHeader(writer: OctetWriter, document: WritableDocument): void {
  const { version, codeSpace, publicId } = document;
  if (version < 1 || version > 3) throw new WbxmlError('unencodable', 'version octet is not 1, 2 or 3');
  writer.octet(version);
  if (publicId !== 'textual') {
    writer.number(publicId === 'unknown' ? 1 : codeSpace.publicId);
    writer.number(charset.utf8);
    writer.number(0);
    return;
  }
  if (codeSpace.fpi === null)
    throw new WbxmlError('unencodable', `${codeSpace.name} has no formal identifier`);
  const fpi = encodeUtf8(codeSpace.fpi);
  writer.octet(0);
  writer.number(0);
  writer.number(charset.utf8);
  // Without a zero octet, as in the example of SyncML Sync Protocol 1.1, 11.4.1, whose age this form is for.
  writer.number(fpi.length);
  writer.octets(fpi);
}

function writeElement(state: EncodeState, element: WbxmlElement): void {
  const { writer, codeSpace } = state;
  const { page, children, attributes = [] } = element;
  const identity = identityOf(codeSpace, page, element.name);
  if (page !== state.page) {
    writer.octet(token.switchPage);
    writer.octet(page);
    state.page = page;
  }
  const attributeBit = attributes.length > 0 ? tagBit.attributes : 0;
  const contentBit = children.length > 0 ? tagBit.content : 0;
  writer.octet(identity | attributeBit | contentBit);
  if (attributes.length > 0) encodeAttributes(state, attributes);
  if (children.length === 0) return;
  for (const child of children) writeNode(state, child);
  writer.octet(token.end);
}

function writeNode(state: EncodeState, node: WbxmlNode): void {
  switch (node.kind) {
    case 'element':
      return writeElement(state, node);
    case 'text':
      return writeText(state.writer, node.text);
    case 'opaque':
      return writeOpaque(state.writer, node.octets);
    case 'embedded':
      return writeOpaque(state.writer, encodeWbxml(node.document));
  }
}

function identityOf(codeSpace: CodeSpace, page: number, name: string): number {
  const identity = identities(codeSpace).get(page)?.get(name);
  if (identity === undefined) {
    throw new WbxmlError('unencodable', `${codeSpace.name} has no such element on page ${page}`);
  }
  return identity;
}

function identities(codeSpace: CodeSpace): Map<number, Map<string, number>> {
  let pages = identityCache.get(codeSpace);
  if (pages === undefined) {
    pages = new Map();
    for (const [page, table] of Object.entries(codeSpace.tags)) {
      const byName = Object.entries(table).map(([id, name]): [string, number] => [name, Number(id)]);
      pages.set(Number(page), new Map(byName));
    }
    identityCache.set(codeSpace, pages);
  }
  return pages;
}

const identityCache = new WeakMap<CodeSpace, Map<number, Map<string, number>>>();
