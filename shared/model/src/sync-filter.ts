/**
 * What a phone asked to have of a datastore in one session (SyncML Representation Protocol 1.2.2, 6.1.7 to 6.1.9 and
 * 6.1.20), parsed by the phone side and applied by the cloud side. Plain JSON, stored with the session's part.
 */
import type { PropertyCapability } from './phone-capabilities.ts';
import type { ItemKind } from './sync.ts';

/**
 * `EXCLUSIVE`: what is outside is taken off the phone; `INCLUSIVE`: nothing from outside is added, and what the phone
 * has of it goes on being updated. Neither says anything about the cloud.
 */
export const filterTypes = ['EXCLUSIVE', 'INCLUSIVE'] as const;
export type FilterType = (typeof filterTypes)[number];

export const filterOperators = ['EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'CON', 'NCON'] as const;
export type FilterOperator = (typeof filterOperators)[number];

export type RecordCondition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly RecordCondition[] }
  | {
      readonly kind: 'value';
      /** One of `filterable`, upper case. */
      readonly property: string;
      readonly operator: FilterOperator;
      /** Null: the property is missing or empty. */
      readonly value: string | null;
      readonly ignoreCase: boolean;
    }
  /** The item that the phone knows under this LUID. */
  | { readonly kind: 'luid'; readonly operator: 'EQ' | 'NE'; readonly value: string }
  /** Times as in iCalendar 2.0 (`20260105`, `20260105T080000Z`); a day or local time is the person's. `before` is exclusive. */
  | { readonly kind: 'window'; readonly since: string | null; readonly before: string | null }
  /** The item as the phone would get it has at most this many octets. */
  | { readonly kind: 'size'; readonly most: number };

export interface RecordFilter {
  readonly type: FilterType;
  readonly condition: RecordCondition;
}

export interface SyncFilter {
  /** An item must be inside each of them. */
  readonly records: readonly RecordFilter[];
  /** The properties the phone wants in this session, upper case, in place of its CTCap; null: no word about it. */
  readonly fields: Readonly<Record<string, PropertyCapability>> | null;
}

/** Days around today that a phone gets of a calendar; null on a side: no end there. */
export interface DateWindow {
  readonly back: number | null;
  readonly forward: number | null;
}

export interface Filterable {
  /** SINCE and BEFORE. */
  readonly dates: boolean;
  /** Properties that may be compared, by their names in the newest format. */
  readonly properties: readonly string[];
}

/** What items of each kind can be filtered by: what the phone side accepts, announces, and the cloud side can tell. */
export const filterable: Readonly<Record<ItemKind, Filterable>> = {
  contact: {
    dates: false,
    properties: 'N FN NICKNAME ORG TITLE ROLE TEL EMAIL ADR URL NOTE CATEGORIES CLASS'.split(' '),
  },
  event: {
    dates: true,
    properties: 'SUMMARY DESCRIPTION LOCATION CATEGORIES CLASS PRIORITY STATUS DTSTART DTEND'.split(' '),
  },
  task: {
    dates: true,
    properties: 'SUMMARY DESCRIPTION LOCATION CATEGORIES CLASS PRIORITY STATUS DTSTART DUE'.split(' '),
  },
  note: { dates: false, properties: [] },
};
