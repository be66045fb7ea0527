/** `Meta` in the order of the MetInf DTD, which some phones insist on (SyncML Meta Information 1.2.2, 6). */
import type { Anchor, Dialect, Meta } from '../message.ts';
import { element, textElement } from '../tree.ts';
import type { Element } from '../tree.ts';
import { devinfTypeOf, isDevinfType } from '../version.ts';
import { atLeast, syncml } from './context.ts';

/** Nothing for a meta without content. The media type of device information follows the encoding. */
export function writeMeta(meta: Meta | undefined, dialect: Dialect): Element | undefined {
  if (meta === undefined) return undefined;
  const { version } = dialect;
  const children = [
    atLeast(version, '1.2') && meta.fieldLevel === true && element('metinf', 'FieldLevel'),
    text('Format', meta.format),
    text('Type', isDevinfType(meta.type) ? devinfTypeOf(dialect) : meta.type),
    text('Mark', meta.mark),
    text('Size', meta.size),
    meta.anchor && writeAnchor(meta.anchor),
    text('Version', meta.version),
    text('NextNonce', meta.nextNonce),
    text('MaxMsgSize', meta.maxMsgSize),
    atLeast(version, '1.1') && text('MaxObjSize', meta.maxObjSize),
    ...(meta.emi ?? []).map((emi) => text('EMI', emi)),
    meta.mem && writeMem(meta.mem),
  ];
  const result = syncml('Meta', children);
  return result.children.length === 0 ? undefined : result;
}

export function writeAnchor(anchor: Anchor): Element {
  return element('metinf', 'Anchor', [text('Last', anchor.last), text('Next', anchor.next)]);
}

function writeMem(mem: NonNullable<Meta['mem']>): Element {
  return element('metinf', 'Mem', [
    mem.shared === true && element('metinf', 'SharedMem'),
    text('FreeMem', mem.freeMem),
    text('FreeID', mem.freeId),
  ]);
}

function text(name: string, value: string | number | undefined): Element | undefined {
  return value === undefined ? undefined : textElement('metinf', name, String(value));
}
