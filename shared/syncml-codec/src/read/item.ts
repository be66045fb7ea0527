/** `Item` with its locations and filters, which hold items again (SyncML Representation Protocol 1.2.2, 6.3.2). */
import type { Filter, Item, Location, Meta } from '../message.ts';
import type { Element } from '../tree.ts';
import { readData } from './data.ts';
import { child, childrenNamed, flag, optionalText, optionalToken, present, textOf } from './fields.ts';
import { readMeta } from './meta.ts';

export interface ItemSurroundings {
  /** Of the command, applies where the item's own says nothing (6.3.3). */
  readonly meta?: Meta | undefined;
  /** May text in `Data` be a written-out `Anchor`? So in a `Status`. */
  readonly anchors?: boolean;
}

export function readItems(command: Element, surroundings: ItemSurroundings): Item[] {
  return childrenNamed(command, 'Item').map((item) => readItem(item, surroundings));
}

export function readItem(item: Element, surroundings: ItemSurroundings): Item {
  const meta = readMeta(item);
  const moreData = flag(item, 'MoreData');
  const data = child(item, 'Data');
  return present({
    target: readLocation(child(item, 'Target')),
    source: readLocation(child(item, 'Source')),
    sourceParent: optionalText(child(child(item, 'SourceParent'), 'LocURI')),
    targetParent: optionalText(child(child(item, 'TargetParent'), 'LocURI')),
    meta,
    data:
      data &&
      readData(data, {
        type: meta?.type ?? surroundings.meta?.type,
        format: meta?.format ?? surroundings.meta?.format,
        chunk: moreData === true,
        anchors: surroundings.anchors === true,
      }),
    moreData,
  });
}

/** `Target` or `Source`; the filter stands in the target of an Alert item (6.1.7 to 6.1.9, 6.1.20). */
export function readLocation(element: Element | undefined): Location | undefined {
  if (element === undefined) return undefined;
  return present({
    uri: textOf(child(element, 'LocURI')),
    name: optionalText(child(element, 'LocName')),
    filter: readFilter(child(element, 'Filter')),
  });
}

function readFilter(filter: Element | undefined): Filter | undefined {
  if (filter === undefined) return undefined;
  const field = child(child(filter, 'Field'), 'Item');
  const record = child(child(filter, 'Record'), 'Item');
  return present({
    meta: readMeta(filter),
    field: field && readItem(field, {}),
    record: record && readItem(record, {}),
    filterType: optionalToken(child(filter, 'FilterType')),
  });
}
