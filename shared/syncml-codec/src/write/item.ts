/** `Item` with its locations and filters (SyncML Representation Protocol 1.2.2, 6.3.2; `MoreData` last, 6.1.14). */
import type { Data, Dialect, Filter, Item, Location } from '../message.ts';
import type { Element } from '../tree.ts';
import { assertAtLeast, atLeast, syncml, syncmlFlag, syncmlText } from './context.ts';
import { writeDevinf } from './devinf.ts';
import { writeAnchor, writeMeta } from './meta.ts';

/** Throws CodecError `unencodable` for a chunk in 1.0, which would be taken for the whole object. */
export function writeItem(item: Item, dialect: Dialect): Element {
  if (item.moreData === true) assertAtLeast(dialect, '1.1', 'MoreData');
  const hierarchical = atLeast(dialect.version, '1.2');
  return syncml('Item', [
    item.target && writeLocation('Target', item.target, dialect),
    item.source && writeLocation('Source', item.source, dialect),
    hierarchical && writeParent('SourceParent', item.sourceParent),
    hierarchical && writeParent('TargetParent', item.targetParent),
    writeMeta(item.meta, dialect),
    item.data && writeData(item.data),
    syncmlFlag('MoreData', item.moreData),
  ]);
}

export function writeLocation(name: 'Target' | 'Source', location: Location, dialect: Dialect): Element {
  return syncml(name, [
    syncmlText('LocURI', location.uri),
    syncmlText('LocName', location.name),
    name === 'Target' &&
      atLeast(dialect.version, '1.2') &&
      location.filter &&
      writeFilter(location.filter, dialect),
  ]);
}

export function writeData(data: Data): Element {
  switch (data.kind) {
    case 'octets':
      return syncml('Data', [data.octets.length > 0 && data]);
    case 'anchor':
      return syncml('Data', [writeAnchor(data.anchor)]);
    default:
      return syncml('Data', [writeDevinf(data.devinf)]);
  }
}

function writeFilter(filter: Filter, dialect: Dialect): Element {
  return syncml('Filter', [
    writeMeta(filter.meta, dialect),
    filter.field && syncml('Field', [writeItem(filter.field, dialect)]),
    filter.record && syncml('Record', [writeItem(filter.record, dialect)]),
    syncmlText('FilterType', filter.filterType),
  ]);
}

function writeParent(name: string, uri: string | undefined): Element | undefined {
  return uri === undefined ? undefined : syncml(name, [syncmlText('LocURI', uri)]);
}
