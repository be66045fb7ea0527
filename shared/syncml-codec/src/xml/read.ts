/** XML octets to a tree: the strict wrapper around fast-xml-parser. Nothing else in the gateway's phone side calls it. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CodecError } from '../error.ts';
import type { CodecLimits } from '../limits.ts';
import type { Element, Node } from '../tree.ts';
import { toUtf8 } from './charset.ts';
import { checkMarkup } from './check.ts';
import { resolveReferences } from './references.ts';

export interface XmlDocument {
  readonly root: Element;
  /** Was any `Data` written as CDATA? */
  readonly cdata: boolean;
}

export interface XmlOptions {
  readonly limits: CodecLimits;
  readonly contentType?: string | undefined;
  /** Accept anything behind the document element. */
  readonly trailingOctets?: boolean | undefined;
}

/**
 * Reads one well-formed document; prefixes are cut off names, attributes are dropped. White space is kept, a literal
 * CR LF or CR is LF (XML 1.0, 2.11), one written as a reference stays. Throws CodecError.
 */
export function readXml(body: Uint8Array, options: XmlOptions): XmlDocument {
  if (body.length > options.limits.octets) throw new CodecError('too-large', 'message over the limit');
  const utf8 = toUtf8(body, options.contentType);
  if (utf8.length > options.limits.octets * 2) throw new CodecError('too-large', 'message over the limit');
  // One character per octet: the parser looks at ASCII only, and octets that are not UTF-8 survive.
  const latin1 = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString('latin1').trimStart();
  const xml = latin1.slice(0, checkMarkup(latin1, options.limits, options.trailingOctets === true));
  const state = { cdata: false };
  const roots = parse(xml)
    .map((node) => convert(node, state, false))
    .filter((node) => node?.kind === 'element');
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new CodecError('malformed', 'not one document element');
  return { root, cdata: state.cdata };
}

type ParsedNode = Readonly<Record<string, unknown>>;

function parse(xml: string): readonly ParsedNode[] {
  let verdict;
  try {
    verdict = XMLValidator.validate(xml);
    // The parser alone takes unclosed and crossing tags for good.
    if (verdict === true) return parser.parse(xml) as readonly ParsedNode[];
  } catch (cause) {
    // For names such as `__proto__` and `constructor` among others.
    throw new CodecError('malformed', 'XML parser refused the document', { cause });
  }
  throw new CodecError('malformed', `not well-formed XML (${verdict.err.code})`);
}

/** fast-xml-parser's ordered form: one key per node, its name, with the children as a list. */
function convert(node: ParsedNode, state: { cdata: boolean }, inData: boolean): Node | undefined {
  const [entry] = Object.entries(node);
  if (entry === undefined) return undefined;
  const [key, value] = entry;
  if (key === textKey) return textNode(resolveReferences(textIn(node)));
  if (!Array.isArray(value)) return undefined;
  const list = value as readonly ParsedNode[];
  if (key === cdataKey) {
    state.cdata ||= inData;
    return textNode(list.map((part) => textIn(part)).join(''));
  }
  const name = key.slice(key.indexOf(':') + 1);
  const children = list
    .map((child) => convert(child, state, name === 'Data'))
    .filter((child) => child !== undefined);
  return { kind: 'element', name, space: 'syncml', children };
}

function textIn(node: ParsedNode): string {
  const text = node[textKey];
  return typeof text === 'string' ? text : '';
}

function textNode(latin1: string): Node {
  if (!/[\u0080-\u00ff]/.test(latin1)) return { kind: 'text', text: latin1 };
  return { kind: 'octets', octets: new Uint8Array(Buffer.from(latin1, 'latin1')) };
}

const textKey = '#text';
const cdataKey = '#cdata';

/** References are left alone here and resolved above, so that nothing counts or limits the `&#13;` of a long vCard. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: cdataKey,
  textNodeName: textKey,
});
