/** `Meta` (SyncML Representation Protocol 1.2.2, 6.3.3; SyncML Meta Information 1.2.2). */
import type { Anchor, Meta } from '../message.ts';
import { decodeLenient, isBase64, toBase64 } from '../octets.ts';
import type { Element } from '../tree.ts';
import {
  child,
  childrenNamed,
  flag,
  octetsOf,
  optionalNumber,
  optionalText,
  optionalToken,
} from './fields.ts';
import { present, textOf } from './fields.ts';

/** Undefined when there is no `Meta`, or nothing known in it. */
export function readMeta(parent: Element | undefined): Meta | undefined {
  const meta = child(parent, 'Meta');
  // DevInf style wrappers are legal MetInf documents; most phones leave the wrapper out.
  const source = child(meta, 'MetInf') ?? meta;
  if (source === undefined) return undefined;
  const emi = childrenNamed(source, 'EMI').map(textOf);
  const result = present({
    fieldLevel: flag(source, 'FieldLevel'),
    format: optionalToken(child(source, 'Format')),
    type: optionalToken(child(source, 'Type')),
    mark: optionalToken(child(source, 'Mark')),
    // Examples of SyncML Sync Protocol 1.1 write `size`; Nokia phones send an empty one.
    size: optionalNumber(child(source, 'Size', 'size')),
    anchor: readAnchor(source),
    version: optionalToken(child(source, 'Version')),
    nextNonce: nonceOf(child(source, 'NextNonce')),
    maxMsgSize: optionalNumber(child(source, 'MaxMsgSize')),
    maxObjSize: optionalNumber(child(source, 'MaxObjSize')),
    emi: emi.length > 0 ? emi : undefined,
    mem: readMem(child(source, 'Mem')),
  });
  return Object.keys(result).length === 0 ? undefined : result;
}

/** `Anchor` in `parent`, or its children without it, as Sony Ericsson Xperia S, P and U (2012) write them. */
export function readAnchor(parent: Element | undefined): Anchor | undefined {
  const anchor = child(parent, 'Anchor') ?? (child(parent, 'Next') === undefined ? undefined : parent);
  if (anchor === undefined) return undefined;
  return present({ last: optionalText(child(anchor, 'Last')), next: textOf(child(anchor, 'Next')) });
}

function readMem(mem: Element | undefined): Meta['mem'] {
  if (mem === undefined) return undefined;
  return present({
    shared: flag(mem, 'SharedMem'),
    freeMem: optionalNumber(child(mem, 'FreeMem')),
    freeId: optionalNumber(child(mem, 'FreeID', 'FreeId')),
  });
}

/** Base64 by definition, but some WBXML clients send the octets themselves. */
function nonceOf(element: Element | undefined): string | undefined {
  if (element === undefined) return undefined;
  const octets = octetsOf(element);
  const text = decodeLenient(octets).trim();
  if (text === '') return undefined;
  return isBase64(text) ? text : toBase64(octets);
}
