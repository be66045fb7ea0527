/** A request body to a message, whichever encoding it is in. */
import { charsetByName } from '@anchorage/wbxml';
import type { WbxmlDocument } from '@anchorage/wbxml';
import { CodecError } from './error.ts';
import { defaultLimits } from './limits.ts';
import type { CodecLimits } from './limits.ts';
import type { Dialect, Message, SyncmlVersion } from './message.ts';
import { readContext } from './read/context.ts';
import { readMessage } from './read/message.ts';
import type { Element } from './tree.ts';
import { syncmlVersionOf } from './version.ts';
import { readWbxml } from './wbxml/from-wbxml.ts';
import { charsetParameter } from './xml/charset.ts';
import { readXml } from './xml/read.ts';

export interface DecodeHints {
  /** HTTP Content-Type; supplies the charset when the body does not. */
  readonly contentType?: string | undefined;
  readonly limits?: Partial<CodecLimits>;
  /** Ignore octets behind the message, which a few clients send. */
  readonly trailingOctets?: boolean;
  /** WBXML only: accept a message that lacks just its last END tokens. */
  readonly missingEnd?: boolean;
}

export interface Decoded {
  readonly message: Message;
  /** How the reply is to be written. `cdata` tells whether this message had item data in CDATA sections. */
  readonly dialect: Dialect;
  /** Names of elements that were not understood and passed over, at most 20, for the log. */
  readonly skipped: readonly string[];
}

/** Throws CodecError, and nothing else. No part of a damaged message is ever returned. */
export function decodeMessage(body: Uint8Array, hints: DecodeHints = {}): Decoded {
  const limits = { ...defaultLimits, ...hints.limits };
  const context = readContext(limits);
  if (encodingOf(body) === 'xml') {
    const { root, cdata } = readXml(body, { ...hints, limits });
    const message = readMessage(root, context);
    const version = syncmlVersionOf(message.header.verDtd) ?? '1.2';
    const dialect: Dialect = { encoding: 'xml', version, wbxmlVersion: 2, publicId: 'numeric', cdata };
    return { message, dialect, skipped: [...context.skipped] };
  }
  const { root, document } = wbxmlDocument(body, hints, limits);
  const message = readMessage(root, context);
  const dialect: Dialect = {
    encoding: 'wbxml',
    // A phone may put one version's identifier before another's VerDTD; the element is what it means.
    version: syncmlVersionOf(message.header.verDtd) ?? versionOf(document),
    wbxmlVersion: document.version,
    publicId: document.publicId === 'textual' ? 'textual' : 'numeric',
    cdata: false,
  };
  return { message, dialect, skipped: [...context.skipped] };
}

/** XML begins with `<`, white space or a byte order mark, WBXML with its version octet. The header is not trusted. */
function encodingOf(body: Uint8Array): Dialect['encoding'] {
  const [first] = body;
  if (first === undefined) throw new CodecError('malformed', 'empty message');
  if (xmlStarts.includes(first)) return 'xml';
  if (first >= 1 && first <= 3) return 'wbxml';
  throw new CodecError('not-syncml', 'neither XML nor WBXML');
}

function wbxmlDocument(
  body: Uint8Array,
  hints: DecodeHints,
  limits: CodecLimits,
): { root: Element; document: WbxmlDocument } {
  const name = charsetParameter(hints.contentType);
  const defaultCharset = name === undefined ? undefined : charsetByName(name);
  const { octets, depth, elements } = limits;
  const decoded = readWbxml(body, {
    limits: { octets, text: octets, depth, nodes: elements },
    trailingOctets: hints.trailingOctets === true,
    missingEnd: hints.missingEnd === true,
    ...(defaultCharset === undefined ? {} : { defaultCharset }),
  });
  if (decoded.document.codeSpace.root !== 'SyncML') {
    throw new CodecError('unsupported-public-id', 'WBXML document of another type than SyncML');
  }
  return decoded;
}

function versionOf(document: WbxmlDocument): SyncmlVersion {
  return syncmlVersionOf(document.codeSpace.name.replace('SyncML ', '')) ?? '1.2';
}

/** `<`, white space, and the first octets of the byte order marks of UTF-8 and UTF-16. */
const xmlStarts = [0x3c, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xfe, 0xff];
