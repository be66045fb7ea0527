/** `Data` (SyncML Representation Protocol 1.2.2, 6.3.1): octets, an anchor, or a device information document. */
import type { DevInf } from '../devinf.ts';
import { CodecError } from '../error.ts';
import type { Data } from '../message.ts';
import { concat, encodeUtf8 } from '../octets.ts';
import type { Element, Node } from '../tree.ts';
import { isDevinfType } from '../version.ts';
import { writeXmlElement } from '../xml/write.ts';
import { fragmentOf } from './fragment.ts';
import { readDevinf } from './devinf.ts';
import { devinfInOctets } from './devinf-document.ts';
import { child, octetsOf } from './fields.ts';
import { readAnchor } from './meta.ts';

export interface DataSurroundings {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  /** A part of a larger object (`MoreData`): octets, whatever the type says. */
  readonly chunk: boolean;
  readonly anchors: boolean;
}

/** Throws CodecError when the content is a device information document and is damaged. */
export function readData(data: Element, surroundings: DataSurroundings): Data {
  const markup = surroundings.chunk ? undefined : readMarkup(data);
  if (markup !== undefined) return markup;
  const octets = contentOf(data);
  if (surroundings.chunk) return { kind: 'octets', octets };
  const devinf = devinfOf(octets, surroundings);
  if (devinf !== undefined) return { kind: 'devinf', devinf };
  const anchor = surroundings.anchors ? readAnchor(fragmentOf(octets, 'Anchor')) : undefined;
  return anchor === undefined ? { kind: 'octets', octets } : { kind: 'anchor', anchor };
}

/** Without a media type the octets must speak for themselves, and a damaged document is data like any other. */
function devinfOf(octets: Uint8Array, { type, format }: DataSurroundings): DevInf | undefined {
  if (isDevinfType(type)) return devinfInOctets(octets, format);
  if (type !== undefined) return undefined;
  try {
    return devinfInOctets(octets, format);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function readMarkup(data: Element): Data | undefined {
  const devinf = child(data, 'DevInf');
  if (devinf !== undefined) return { kind: 'devinf', devinf: readDevinf(devinf) };
  const anchor = readAnchor(child(data, 'MetInf') ?? data);
  return anchor === undefined ? undefined : { kind: 'anchor', anchor };
}

/** Other markup (`Property` of a field filter) is kept as the text it stands for. */
function contentOf(data: Element): Uint8Array {
  const markup = data.children.some((node) => node.kind === 'element');
  return markup ? concat(data.children.map(markupOctets)) : octetsOf(data);
}

function markupOctets(node: Node): Uint8Array {
  switch (node.kind) {
    case 'text':
      return encodeUtf8(node.text.trim());
    case 'octets':
      return node.octets;
    default:
      return encodeUtf8(textOf(node));
  }
}

/** WBXML can hold markup around octets that no XML can: then it stands for no text, and the phone is wrong, not we. */
function textOf(markup: Element): string {
  try {
    return writeXmlElement({ ...markup, space: 'syncml' }, { version: '1.2', cdata: false });
  } catch (cause) {
    if (cause instanceof CodecError)
      throw new CodecError('malformed', 'markup in data holds what is no text', { cause });
    throw cause;
  }
}
