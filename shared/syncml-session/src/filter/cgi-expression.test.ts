import type { RecordCondition } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { parseExpression } from './cgi-expression.ts';

const value = (
  property: string,
  operator: string,
  text: string | null,
  ignoreCase = false,
): RecordCondition => ({ kind: 'value', property, operator, value: text, ignoreCase }) as RecordCondition;
const window = (since: string | null, before: string | null): RecordCondition => ({
  kind: 'window',
  since,
  before,
});
const all = (...of: readonly RecordCondition[]): RecordCondition => ({ kind: 'all', of });
const any = (...of: readonly RecordCondition[]): RecordCondition => ({ kind: 'any', of });
const a = value('N', 'EQ', 'a');
const b = value('N', 'EQ', 'b');
const c = value('N', 'EQ', 'c');

describe('an expression about contacts', () => {
  it.each([
    ['N&EQ;Smith', value('N', 'EQ', 'Smith')],
    ['n & EQ ; Smith', null],
    [' note &CON; roof tiles ', value('NOTE', 'CON', 'roof tiles')],
    ['NAME&iEQ;smith', value('N', 'EQ', 'smith', true)],
    ['GROUP&NE;Work', value('CATEGORIES', 'NE', 'Work')],
    ['ORG&iNCON;ltd', value('ORG', 'NCON', 'ltd', true)],
    ['TEL&EQ;&NULL;', value('TEL', 'EQ', null)],
    ['TEL&NE;', value('TEL', 'NE', null)],
    ['TITLE&GT;A', value('TITLE', 'GT', 'A')],
    ['TITLE&GE;A&AND;TITLE&LE;B', all(value('TITLE', 'GE', 'A'), value('TITLE', 'LE', 'B'))],
    ['TITLE&LT;A', value('TITLE', 'LT', 'A')],
    ['N&EQ;%4d%C3%BCller%26%28x%29', value('N', 'EQ', 'Müller&(x)')],
    ['&LUID;&EQ;17', { kind: 'luid', operator: 'EQ', value: '17' }],
    ['N&EQ;a&OR;N&EQ;b&AND;N&EQ;c', any(a, all(b, c))],
    ['N&EQ;a&AND;N&EQ;b&OR;N&EQ;c', any(all(a, b), c)],
    ['(N&EQ;a&OR;N&EQ;b)&AND;N&EQ;c', all(any(a, b), c)],
    ['((N&EQ;a))', a],
  ] as const)('%s', (text, condition) => {
    expect(parseExpression(text, 'card')).toEqual(
      condition === null ? { kind: 'refused', code: 422, feature: null } : { kind: 'condition', condition },
    );
  });
});

describe('a window', () => {
  it.each([
    ['SINCE&EQ;20260101T000000Z', window('20260101T000000Z', null)],
    ['BEFORE&EQ;2026-04-01', window(null, '20260401')],
    ['SINCE&GE;20260101T0830&AND;BEFORE&LT;20260401', window('20260101T0830', '20260401')],
    ['(SINCE&EQ;20260101)&AND;(BEFORE&EQ;20260401)', window('20260101', '20260401')],
    [
      'SINCE&EQ;20260101&AND;CATEGORIES&EQ;a&AND;BEFORE&EQ;20260401',
      all(window('20260101', '20260401'), value('CATEGORIES', 'EQ', 'a')),
    ],
    ['SINCE&EQ;20260101&AND;SINCE&EQ;20260201', all(window('20260101', null), window('20260201', null))],
    ['SINCE&EQ;20260101&OR;BEFORE&EQ;20260401', any(window('20260101', null), window(null, '20260401'))],
  ] as const)('%s', (text, condition) => {
    expect(parseExpression(text, 'cal')).toEqual({ kind: 'condition', condition });
  });
});

describe('is refused (DS-155)', () => {
  it.each([
    '',
    'N',
    'N&EQ',
    'N&EQ;a&AND;',
    '&AND;N&EQ;a',
    'N&EQ;a N&EQ;b',
    'N&EQ;a)',
    '(N&EQ;a',
    'N&EQ;(a)',
    '()',
    'N&ISH;a',
    'N&iGT;a',
    'N&GT;&NULL;',
    'N&EQ;&EQ;a',
    'N&EQ;%zz',
    'N&EQ;%ff',
    'N&EQ;a&b',
    'N M&EQ;a',
    '&LUID;&CON;1',
    '&LUID;&EQ;&NULL;',
    `${'('.repeat(17)}N&EQ;a${')'.repeat(17)}`,
    Array.from({ length: 65 }, () => 'N&EQ;a').join('&OR;'),
    `N&EQ;${'a'.repeat(4096)}`,
  ])('%s as no expression', (text) => {
    expect(parseExpression(text, 'card')).toEqual({ kind: 'refused', code: 422, feature: null });
  });

  it.each(['SINCE&EQ;yesterday', 'SINCE&EQ;20260230', 'SINCE&LT;20260101', 'BEFORE&CON;2026', 'SINCE&EQ;'])(
    '%s as no time',
    (text) => {
      expect(parseExpression(text, 'cal')).toEqual({ kind: 'refused', code: 422, feature: null });
    },
  );

  it.each([
    ['card', 'SINCE&EQ;20260101', 'SINCE'],
    ['card', 'N&EQ;a&AND;UNSEEN&EQ;1', 'UNSEEN'],
    ['card', 'photo&EQ;a', 'PHOTO'],
    ['cal', 'N&EQ;a', 'N'],
    ['note', 'SUMMARY&CON;a', 'SUMMARY'],
  ] as const)('in %s, %s for what cannot be filtered by', (datastore, text, feature) => {
    expect(parseExpression(text, datastore)).toEqual({ kind: 'refused', code: 406, feature });
  });
});
