/**
 * Tests only: reads the vectors' XML (well formed, no entities of their own) into the package's tree, choosing the page of
 * each element by its namespace, and brings trees into the form in which the manifest says they are to be compared.
 */
import type { CodeSpace } from '../code-space.ts';
import { codeSpaces } from '../code-spaces.ts';
import { decodeText } from '../charset.ts';
import type { WbxmlAttribute, WbxmlDocument, WbxmlElement, WbxmlNode } from '../tree.ts';

/** The document of `xml`, of the type that `codeSpace` says, with embedded DevInf as documents of their own. */
export function readVectorXml(
  xml: string,
  codeSpace: CodeSpace,
  version: number,
): Omit<WbxmlDocument, 'charset'> {
  const reader = { xml: xml.replace(/<\?.*?\?>|<!DOCTYPE[^>]*>/g, ''), at: 0 };
  reader.at = reader.xml.indexOf('<');
  return { version, codeSpace, publicId: 'numeric', root: element(reader, codeSpace, '') };
}

/** One form for both sides: opaque data as text (or base64), no white space around elements, LF, no +xml/+wbxml. */
export function comparable(node: WbxmlNode, charset: number): unknown {
  switch (node.kind) {
    case 'embedded':
      return comparable(node.document.root, node.document.charset);
    case 'text':
      return plain(node.text);
    case 'opaque':
      return plain(opaqueText(node.octets, charset));
    default: {
      const children = node.children.map((child) => comparable(child, charset));
      const structured = children.some((child) => typeof child === 'object');
      return {
        name: node.name,
        attributes: node.attributes ?? [],
        children: structured ? children.filter((child) => typeof child === 'object') : [children.join('')],
      };
    }
  }
}

function element(reader: { xml: string; at: number }, codeSpace: CodeSpace, namespace: string): WbxmlElement {
  const tag = /<([\w-]+)((?:\s+[\w:]+=(?:'[^']*'|"[^"]*"))*)\s*(\/?)>/y;
  tag.lastIndex = reader.at;
  const [all, name, list, empty] = tag.exec(reader.xml) as unknown as [string, string, string, string];
  reader.at += all.length;
  const attributes: WbxmlAttribute[] = [];
  let own = namespace;
  for (const [, key = '', value = ''] of list.matchAll(/([\w:]+)='([^']*)'/g)) {
    if (key === 'xmlns') own = value;
    else attributes.push({ name: key, value: unescape(value) });
  }
  const children: WbxmlNode[] = [];
  if (empty === '') {
    while (!reader.xml.startsWith('</', reader.at)) children.push(content(reader, codeSpace, own));
    reader.at = reader.xml.indexOf('>', reader.at) + 1;
  }
  const page = Number(Object.entries(codeSpace.namespaces).find(([, uri]) => uri === own)?.[0] ?? 0);
  return { kind: 'element', name, page, children, ...(attributes.length > 0 ? { attributes } : {}) };
}

function content(reader: { xml: string; at: number }, codeSpace: CodeSpace, namespace: string): WbxmlNode {
  const { xml, at } = reader;
  if (xml.startsWith('<![CDATA[', at)) {
    const end = xml.indexOf(']]>', at);
    reader.at = end + 3;
    return { kind: 'opaque', octets: new TextEncoder().encode(xml.slice(at + 9, end)) };
  }
  if (xml.startsWith('<DevInf', at) && codeSpace.root !== 'DevInf') {
    const version = /<VerDTD>([\d.]+)</.exec(xml.slice(at))?.[1] ?? '';
    const space = codeSpaces.find((candidate) => candidate.name === `DevInf ${version}`);
    if (space === undefined) throw new Error('vector with an unknown DevInf');
    const root = element(reader, space, namespace);
    return {
      kind: 'embedded',
      document: { version: 2, codeSpace: space, publicId: 'numeric', charset: 106, root },
    };
  }
  if (xml.startsWith('<', at)) return element(reader, codeSpace, namespace);
  reader.at = xml.indexOf('<', at);
  return { kind: 'text', text: unescape(xml.slice(at, reader.at)) };
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&amp;', '&');
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/(vnd\.syncml-devinf)\+(xml|wbxml)/, '$1');
}

function opaqueText(octets: Uint8Array, charset: number): string {
  try {
    return decodeText(octets, charset);
  } catch {
    return Buffer.from(octets).toString('base64');
  }
}
