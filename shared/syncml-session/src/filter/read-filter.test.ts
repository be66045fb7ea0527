import type { RecordCondition, SyncFilter } from '@anchorage/model';
import type { Filter } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { octets } from '../testing/messages.ts';
import { readFilter } from './read-filter.ts';
import type { FilterFacts } from './read-filter.ts';

// One in the morning of the next day in Berlin.
const facts: FilterFacts = {
  datastore: 'cal',
  window: null,
  now: Date.UTC(2026, 0, 5, 23, 59),
  timeZone: 'Europe/Berlin',
};
const data = (text: string) => ({ data: { kind: 'octets' as const, octets: octets(text) } });
const record = (text: string, more: Partial<Filter> = {}): Filter => ({ record: data(text), ...more });
const window = (since: string | null, before: string | null): RecordCondition => ({
  kind: 'window',
  since,
  before,
});
const work: RecordCondition = {
  kind: 'value',
  property: 'CATEGORIES',
  operator: 'EQ',
  value: 'Work',
  ignoreCase: false,
};
const filterOf = (filter: Filter | undefined, more: Partial<FilterFacts> = {}, uri = 'cal') =>
  readFilter({ uri, ...(filter === undefined ? {} : { filter }) }, { ...facts, ...more });
const recordsOf = (uri: string, more: Partial<FilterFacts> = {}): SyncFilter['records'] | string => {
  const read = filterOf(undefined, more, uri);
  return read.kind === 'filter' ? (read.filter?.records ?? []) : `${read.code} ${read.feature ?? ''}`.trim();
};

describe('the Filter of a Target', () => {
  it.each([
    ['Record', record('GROUP&EQ;Work'), [{ type: 'EXCLUSIVE', condition: work }]],
    [
      'FilterType',
      record('SINCE&EQ;20260101', { filterType: ' inclusive ' }),
      [{ type: 'INCLUSIVE', condition: window('20260101', null) }],
    ],
    [
      'grammar named',
      { record: { meta: { type: 'syncml:filtertype-CGI' }, ...data('GROUP&EQ;Work') } },
      [{ type: 'EXCLUSIVE', condition: work }],
    ],
  ])('%s', (_, filter, records) => {
    expect(filterOf(filter)).toEqual({ kind: 'filter', filter: { records, fields: null } });
  });

  it.each([
    ['another grammar', { record: { meta: { type: 'syncml:filtertype-sql' }, ...data('x') } }, 406, 'Record'],
    ['a bad expression', record('(GROUP&EQ;Work'), 422, null],
    ['a Record without anything', { record: {} }, 422, null],
    ['a Field without properties', { field: data('SUMMARY') }, 406, 'Field'],
    ['a Field with damaged markup', { field: data('<Property><PropName>SUMMARY') }, 406, 'Field'],
    ['a FilterType of its own', record('GROUP&EQ;Work', { filterType: 'X' }), 406, 'FilterType'],
  ] as const)('is refused for %s', (_, filter, code, feature) => {
    expect(filterOf(filter)).toEqual({ kind: 'refused', code, feature });
  });

  it('reads Field as properties that take the place of CTCap', () => {
    const field = data(
      '<Property><PropName>Summary</PropName><MaxSize>40</MaxSize><NoTruncate/></Property>' +
        '<Property><PropName>DTSTART</PropName></Property>',
    );
    expect(filterOf({ field })).toEqual({
      kind: 'filter',
      filter: { records: [], fields: { SUMMARY: { maxSize: 40, noTruncate: true }, DTSTART: {} } },
    });
  });
});

describe('what stands behind the name', () => {
  it.each([
    ['cal', []],
    ['./calendar?TODO', []],
    ['./cal?GROUP&EQ;Work', [{ type: 'EXCLUSIVE', condition: work }]],
    ['cal?start=20260101', [{ type: 'EXCLUSIVE', condition: window('20260101', null) }]],
    ['cal/dr(-14,90)', [{ type: 'EXCLUSIVE', condition: window('20251223', '20260407') }]],
    ['cal/DR( 0 , 0 )', [{ type: 'EXCLUSIVE', condition: window('20260106', '20260107') }]],
    [
      'cal/fi((GROUP&EQ;Work)&AND;BEFORE&EQ;20260401)/li(2000)',
      [
        { type: 'EXCLUSIVE', condition: { kind: 'all', of: [work, window(null, '20260401')] } },
        { type: 'INCLUSIVE', condition: { kind: 'size', most: 2000 } },
      ],
    ],
    ['cal/fi(GROUP&EQ;Work', '422'],
    ['cal/dr(3)', '422'],
    ['cal/dr(2,1)', '422'],
    ['cal/li(many)', '422'],
    ['cal?N&EQ;a', '406 N'],
  ] as const)('%s', (uri, records) => {
    expect(recordsOf(uri)).toEqual(records);
  });

  it('has no dates for contacts', () => {
    expect(recordsOf('card/dr(-1,1)', { datastore: 'card' })).toBe('406 dr');
  });
});

describe('the window set for the phone', () => {
  const fortnight = { window: { back: 14, forward: null } };
  it.each([
    [
      'holds when the phone says nothing',
      'cal',
      fortnight,
      [{ type: 'EXCLUSIVE', condition: window('20251223', null) }],
    ],
    [
      'holds besides a filter by other things',
      'cal?GROUP&EQ;Work',
      fortnight,
      [
        { type: 'EXCLUSIVE', condition: work },
        { type: 'EXCLUSIVE', condition: window('20251223', null) },
      ],
    ],
    [
      'gives way to a window of the phone’s own',
      'cal/dr(-1,1)',
      fortnight,
      [{ type: 'EXCLUSIVE', condition: window('20260105', '20260108') }],
    ],
    [
      'may have two ends',
      'cal',
      { window: { back: 0, forward: 1 } },
      [{ type: 'EXCLUSIVE', condition: window('20260106', '20260108') }],
    ],
    ['may be none', 'cal', { window: { back: null, forward: null } }, []],
    ['is not for contacts', 'card', { ...fortnight, datastore: 'card' }, []],
  ] as const)('%s', (_, uri, more, records) => {
    expect(recordsOf(uri, more)).toEqual(records);
  });
});
