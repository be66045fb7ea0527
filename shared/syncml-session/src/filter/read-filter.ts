/**
 * The filter an Alert opens a datastore with: from its Target's `Filter` (SyncML Representation Protocol 1.2.2, 6.1.7 to
 * 6.1.9), from what stands behind our datastore's name, and the window that was set for this phone.
 */
import { propertyCapability } from '@anchorage/devices';
import { filterTypes, filterable, kindOfDatastore } from '@anchorage/model';
import type {
  DatastoreName,
  DateWindow,
  FilterType,
  RecordCondition,
  RecordFilter,
  SyncFilter,
} from '@anchorage/model';
import { decodeProperties } from '@anchorage/syncml-codec';
import type { Data, Filter, Item, Location } from '@anchorage/syncml-codec';
import { parseExpression } from './cgi-expression.ts';
import { readNameOptions } from './name-options.ts';
import { dayFrom } from './day-from.ts';

export interface FilterFacts {
  readonly datastore: DatastoreName;
  readonly window: DateWindow | null;
  readonly now: number;
  /** IANA name of the zone whose days count. */
  readonly timeZone: string;
}

export type ReadFilter =
  | { readonly kind: 'filter'; readonly filter: SyncFilter | null }
  /** `feature` is what the Status' Item names (6.1.9); the code is 406, without a feature 422. */
  | { readonly kind: 'refused'; readonly code: 406 | 422; readonly feature: string | null };

export function readFilter(target: Location | undefined, facts: FilterFacts): ReadFilter {
  const asked = readElement(target?.filter, facts);
  if (asked.kind === 'refused') return asked;
  const named = readName(target?.uri ?? '', facts);
  if (named.kind === 'refused') return named;
  const records = [...asked.records, ...named.records];
  const own = records.some(({ condition }) => hasWindow(condition)) ? [] : defaultWindow(facts);
  const filter = { records: [...records, ...own], fields: asked.fields };
  const empty = filter.records.length === 0 && filter.fields === null;
  return { kind: 'filter', filter: empty ? null : filter };
}

interface Asked extends SyncFilter {
  readonly kind: 'asked';
}
type Refused = Extract<ReadFilter, { readonly kind: 'refused' }>;

function readElement(filter: Filter | undefined, facts: FilterFacts): Asked | Refused {
  const none: Asked = { kind: 'asked', records: [], fields: null };
  if (filter === undefined) return none;
  const type = typeOf(filter);
  if (type === undefined) return unsupported('FilterType');
  const fields = filter.field === undefined ? null : fieldsOf(filter.field);
  if (fields === undefined) return unsupported('Field');
  if (filter.record === undefined) return { ...none, fields };
  const { meta, data } = filter.record;
  if (meta?.type !== undefined && meta.type.trim().toLowerCase() !== 'syncml:filtertype-cgi')
    return unsupported('Record');
  const parsed = parseExpression(textOf(data), facts.datastore);
  if (parsed.kind === 'refused') return parsed;
  return { kind: 'asked', records: [{ type, condition: parsed.condition }], fields };
}

function unsupported(feature: string): Refused {
  return { kind: 'refused', code: 406, feature };
}

function typeOf({ filterType }: Filter): FilterType | undefined {
  const name = (filterType ?? 'EXCLUSIVE').trim().toUpperCase();
  return filterTypes.find((type) => type === name);
}

/** Undefined when it names no property. */
function fieldsOf({ data }: Item): SyncFilter['fields'] | undefined {
  const properties =
    data?.kind === 'devinf'
      ? data.devinf.datastores.flatMap(({ ctCaps }) => ctCaps.flatMap((ctCap) => ctCap.properties))
      : data?.kind === 'octets'
        ? (decodeProperties(data.octets) ?? [])
        : [];
  const named = properties.filter(({ name }) => name.trim() !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map((property) => [property.name.trim().toUpperCase(), propertyCapability(property, false)]),
  );
}

/** What is asked for by the name has no FilterType of its own: the default one holds, but for sizes. */
function readName(
  uri: string,
  facts: FilterFacts,
): { readonly kind: 'named'; readonly records: readonly RecordFilter[] } | Refused {
  const options = readNameOptions(uri);
  if (options === null) return { kind: 'refused', code: 422, feature: null };
  const records: RecordFilter[] = [];
  for (const expression of options.expressions) {
    const parsed = parseExpression(expression, facts.datastore);
    if (parsed.kind === 'refused') return parsed;
    records.push({ type: 'EXCLUSIVE', condition: parsed.condition });
  }
  for (const { from, to } of options.days) {
    if (!isDated(facts.datastore)) return unsupported('dr');
    records.push({ type: 'EXCLUSIVE', condition: windowOf({ back: -from, forward: to }, facts) });
  }
  // A limit is for what the phone gets: its own large items are not taken from it.
  if (options.most !== null)
    records.push({ type: 'INCLUSIVE', condition: { kind: 'size', most: options.most } });
  return { kind: 'named', records };
}

function defaultWindow(facts: FilterFacts): readonly RecordFilter[] {
  const { window, datastore } = facts;
  if (window === null || !isDated(datastore) || (window.back === null && window.forward === null)) return [];
  return [{ type: 'EXCLUSIVE', condition: windowOf(window, facts) }];
}

/** Whole days, so that all syncs of one day ask for the same. */
function windowOf({ back, forward }: DateWindow, { now, timeZone }: FilterFacts): RecordCondition {
  return {
    kind: 'window',
    since: back === null ? null : dayFrom(now, timeZone, -back),
    before: forward === null ? null : dayFrom(now, timeZone, forward + 1),
  };
}

function isDated(datastore: DatastoreName): boolean {
  return filterable[kindOfDatastore[datastore]].dates;
}

function hasWindow(condition: RecordCondition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(hasWindow);
  return condition.kind === 'window';
}

function textOf(data: Data | undefined): string {
  return data?.kind === 'octets' ? new TextDecoder().decode(data.octets) : '';
}
