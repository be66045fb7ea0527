/** `CTCap`: the tree of 1.2, and the flat list of 1.0 and 1.1 that stands once for the whole device. */
import type { CtCap, DevInfDatastore, DevInfParam, DevInfProperty } from '../devinf.ts';
import type { SyncmlVersion } from '../message.ts';
import { element, textElement } from '../tree.ts';
import type { Element, Optional } from '../tree.ts';

export function writeCtCap(ctCap: CtCap): Element {
  return element('devinf', 'CTCap', [
    text('CTType', ctCap.type),
    text('VerCT', ctCap.version),
    flag('FieldLevel', ctCap.fieldLevel),
    ...ctCap.properties.map(writeProperty),
  ]);
}

/** Each type once, however many datastores have it; nothing when there is none. */
export function writeFlatCtCap(
  datastores: readonly DevInfDatastore[],
  version: SyncmlVersion,
): Element | undefined {
  const types = new Map<string, readonly Optional[]>();
  for (const { type, properties } of datastores.flatMap(({ ctCaps }) => ctCaps)) {
    const written = [
      text('CTType', type),
      ...properties.flatMap((property) => flatProperty(property, version)),
    ];
    types.set(JSON.stringify(written), written);
  }
  return types.size === 0 ? undefined : element('devinf', 'CTCap', [...types.values()].flat());
}

function writeProperty(property: DevInfProperty): Element {
  return element('devinf', 'Property', [
    text('PropName', property.name),
    text('DataType', property.dataType),
    text('MaxOccur', property.maxOccur),
    text('MaxSize', property.maxSize),
    flag('NoTruncate', property.noTruncate),
    ...property.values.map((value) => text('ValEnum', value)),
    text('DisplayName', property.displayName),
    ...property.params.map((param) =>
      element('devinf', 'PropParam', [
        text('ParamName', param.name),
        text('DataType', param.dataType),
        ...param.values.map((value) => text('ValEnum', value)),
        text('DisplayName', param.displayName),
      ]),
    ),
  ]);
}

function flatProperty(property: DevInfProperty, version: SyncmlVersion): Optional[] {
  return [
    text('PropName', property.name),
    ...flatDescription(property, version),
    text('DisplayName', property.displayName),
    ...property.params.flatMap((param) => flatParam(param, version)),
  ];
}

function flatParam(param: DevInfParam, version: SyncmlVersion): Optional[] {
  return [
    text('ParamName', param.name),
    ...flatDescription(param, version),
    text('DisplayName', param.displayName),
  ];
}

/**
 * The 1.1 DTD has values or a data type with perhaps a size, never both, so a size alone needs a type: `chr`. A
 * Siemens S55 crashes when a 1.0 CTCap holds either.
 */
function flatDescription(
  described: { readonly dataType?: string; readonly maxSize?: number; readonly values: readonly string[] },
  version: SyncmlVersion,
): Optional[] {
  if (described.values.length > 0) return described.values.map((value) => text('ValEnum', value));
  if (version === '1.0') return [];
  const { maxSize, dataType = maxSize === undefined ? undefined : 'chr' } = described;
  return [text('DataType', dataType), text('Size', maxSize)];
}

function text(name: string, value: string | number | undefined): Element | undefined {
  return value === undefined ? undefined : textElement('devinf', name, String(value));
}

function flag(name: string, value: boolean | undefined): Element | undefined {
  return value === true ? element('devinf', name) : undefined;
}
