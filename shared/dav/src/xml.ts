/**
 * XML as DAV servers write it, read strictly: what is cut off, mismatched or no single document is refused, because half
 * a listing read as a whole one would delete the other half. Nothing is coerced: `1.50` stays `1.50`.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { DavError } from './dav-error.ts';

export const namespaces = {
  dav: 'DAV:',
  caldav: 'urn:ietf:params:xml:ns:caldav',
  carddav: 'urn:ietf:params:xml:ns:carddav',
  calendarServer: 'http://calendarserver.org/ns/',
} as const;

export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, CDATA included, untrimmed. */
  readonly text: string;
}

/**
 * The root element of a well-formed document (XML 1.0; Namespaces in XML 1.0). Throws `malformed` for anything else and
 * for every document with a DOCTYPE, which no DAV answer needs (RFC 4918, 20.6).
 */
export function parseXml(document: string, method: string): XmlElement {
  const text = document.replace(/^\uFEFF/, '').trim();
  refuseDangerousText(text, method);
  if (!endsWithTag(text) || XMLValidator.validate(text) !== true)
    throw malformed(method, 'is not well-formed XML');
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch (cause) {
    throw malformed(method, 'cannot be parsed as XML', cause);
  }
  const content = readNodes(nodes, rootScope, 0, method);
  const root = content.children[0];
  if (root === undefined || content.children.length !== 1 || content.text.trim() !== '') {
    throw malformed(method, 'is not one XML document');
  }
  return root;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function childOf(
  parent: XmlElement | undefined,
  namespace: string,
  name: string,
): XmlElement | undefined {
  return parent?.children.find((child) => child.namespace === namespace && child.name === name);
}

export function childrenOf(
  parent: XmlElement | undefined,
  namespace: string,
  name: string,
): readonly XmlElement[] {
  return parent?.children.filter((child) => child.namespace === namespace && child.name === name) ?? [];
}

/** True if the element is anywhere below, at any depth. */
export function contains(parent: XmlElement | undefined, namespace: string, name: string): boolean {
  return (
    parent?.children.some(
      (child) => (child.namespace === namespace && child.name === name) || contains(child, namespace, name),
    ) ?? false
  );
}

export function malformed(method: string, what: string, cause?: unknown): DavError {
  return new DavError('malformed', `the answer to ${method} ${what}`, { method, cause });
}

/** What the validator lets pass although XML 1.0 does not: control characters, unknown entities, DOCTYPE. */
function refuseDangerousText(text: string, method: string): void {
  if (forbiddenCharacters.test(text)) throw malformed(method, 'contains a character that XML forbids');
  for (const [match] of text.matchAll(suspects)) {
    if (match.startsWith('<![CDATA[') || match.startsWith('<!--')) continue;
    if (match.startsWith('<!')) throw malformed(method, 'has a document type declaration');
    if (!isKnownReference(match)) throw malformed(method, 'has an unknown entity');
  }
}

/** The parser drops text behind the root element without a word. */
function endsWithTag(text: string): boolean {
  let end = text.trimEnd();
  for (;;) {
    const start = end.endsWith('-->')
      ? end.lastIndexOf('<!--')
      : end.endsWith('?>')
        ? end.lastIndexOf('<?')
        : -1;
    if (start < 1) return end.endsWith('>');
    end = end.slice(0, start).trimEnd();
  }
}

function isKnownReference(reference: string): boolean {
  const number = /^&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));$/.exec(reference);
  if (number === null) return /^&(?:amp|lt|gt|quot|apos);$/.test(reference);
  const code =
    number[1] === undefined ? Number.parseInt(number[2] ?? '', 10) : Number.parseInt(number[1], 16);
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

type Scope = Readonly<Record<string, string>>;

function readNodes(
  nodes: unknown,
  scope: Scope,
  depth: number,
  method: string,
): { children: XmlElement[]; text: string } {
  if (depth > maxDepth) throw malformed(method, 'is nested too deeply');
  const children: XmlElement[] = [];
  let text = '';
  for (const node of Array.isArray(nodes) ? (nodes as readonly Record<string, unknown>[]) : []) {
    const tag = Object.keys(node).find((key) => key !== attributesKey);
    if (tag === undefined) continue;
    if (tag === textKey) text += typeof node[textKey] === 'string' ? node[textKey] : '';
    else children.push(readElement(tag, node, scope, depth, method));
  }
  return { children, text };
}

function readElement(
  tag: string,
  node: Record<string, unknown>,
  outer: Scope,
  depth: number,
  method: string,
): XmlElement {
  const attributes = (node[attributesKey] ?? {}) as Record<string, string>;
  const scope = declareNamespaces(attributes, outer);
  const colon = tag.indexOf(':');
  const prefix = colon < 0 ? '' : tag.slice(0, colon);
  const namespace = scope[prefix];
  if (namespace === undefined) throw malformed(method, 'uses an undeclared namespace prefix');
  const content = readNodes(node[tag], scope, depth + 1, method);
  return {
    namespace,
    name: tag.slice(colon + 1),
    attributes,
    children: content.children,
    text: content.text,
  };
}

function declareNamespaces(attributes: Record<string, string>, outer: Scope): Scope {
  let scope: Record<string, string> | null = null;
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= Object.assign(Object.create(null) as Record<string, string>, outer);
    scope[name === 'xmlns' ? '' : name.slice(6)] = value;
  }
  return scope ?? outer;
}

const textKey = '#text';
const attributesKey = ':@';
const maxDepth = 64;
const rootScope: Scope = Object.assign(Object.create(null) as Record<string, string>, {
  '': '',
  xml: 'http://www.w3.org/XML/1998/namespace',
});
// oxlint-disable-next-line no-control-regex -- these are exactly the characters XML 1.0, 2.2 forbids
const forbiddenCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const suspects = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<![A-Za-z[]|&[^;<&\s]{0,12};?/g;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Without it `&#13;` stays literal, which sabre/dav writes at the end of every line of calendar-data.
  htmlEntities: true,
});
