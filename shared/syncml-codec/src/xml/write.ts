/** A tree to XML text: no white space between elements, a namespace on the first element that needs it. */
import { CodecError } from '../error.ts';
import type { SyncmlVersion } from '../message.ts';
import { decodeUtf8 } from '../octets.ts';
import type { Element, Node, Space } from '../tree.ts';
import { namespaces } from '../version.ts';

export interface XmlStyle {
  readonly version: SyncmlVersion;
  /** Write octets in CDATA sections instead of escaping them. */
  readonly cdata: boolean;
}

/** A whole document. Throws CodecError `unencodable` for text that XML cannot hold. */
export function writeXml(root: Element, style: XmlStyle): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${write(root, style, null)}`;
}

/** An element inside a parent of the SyncML space. */
export function writeXmlElement(element: Element, style: XmlStyle): string {
  return write(element, style, 'syncml');
}

/** Can these octets be put into an XML message as they are? If not, they must travel as base64. */
export function fitsXml(octets: Uint8Array): boolean {
  const text = decodeUtf8(octets);
  return text !== undefined && !excluded.test(text);
}

function write(element: Element, style: XmlStyle, parent: Space | null): string {
  const { name, space, children } = element;
  const namespace = space === parent ? undefined : namespaceOf(space, style.version);
  const start = namespace === undefined ? `<${name}` : `<${name} xmlns="${namespace}"`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.map((child) => writeNode(child, style, space)).join('')}</${name}>`;
}

function writeNode(node: Node, style: XmlStyle, parent: Space): string {
  switch (node.kind) {
    case 'element':
      return write(node, style, parent);
    case 'text':
      return escape(assertXml(node.text));
    default: {
      const text = decodeUtf8(node.octets);
      if (text === undefined)
        throw new CodecError('unencodable', 'data is not UTF-8 and cannot be written as XML');
      return style.cdata ? sections(assertXml(text)) : escape(assertXml(text));
    }
  }
}

/** In 1.0 Sony Ericsson and Funambol clients do not stand a namespace on `SyncML`. */
function namespaceOf(space: Space, version: SyncmlVersion): string | undefined {
  if (space !== 'syncml') return namespaces[space];
  return version === '1.0' ? undefined : namespaces.syncml[version];
}

/** A literal CR would be read as LF (XML 1.0, 2.11); S60 3rd edition needs vCards to keep it. */
function escape(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

/** CDATA cannot hold a CR that survives, nor `]]>`: the section is closed and opened again around both. */
function sections(text: string): string {
  return text
    .split('\r')
    .map((part) => (part === '' ? '' : `<![CDATA[${part.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`))
    .join('&#13;');
}

function assertXml(text: string): string {
  if (excluded.test(text) || !text.isWellFormed()) {
    throw new CodecError('unencodable', 'text holds a character that XML does not have');
  }
  return text;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
/** XML 1.0, 2.2. */
// oxlint-disable-next-line no-control-regex -- the characters that XML excludes
const excluded = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
