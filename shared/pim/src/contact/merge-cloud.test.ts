import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConflictPolicy } from '@anchorage/model';
import { contacts } from './index.ts';
import { card, linesOf } from './test-capabilities.ts';

interface Case {
  readonly base: readonly string[] | null;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly policy?: ConflictPolicy;
  readonly result: readonly string[];
  readonly conflicts?: readonly string[];
}

const head = ['UID:1', 'FN:x'];

function body(lines: readonly string[]): string {
  return card('3.0', ...head, ...lines);
}

function merge(one: Omit<Case, 'result'>) {
  const base = one.base === null ? null : body(one.base);
  return contacts.mergeCloud({
    base,
    ours: body(one.ours),
    theirs: body(one.theirs),
    policy: one.policy ?? 'merge',
  });
}

describe('two bodies of one contact', () => {
  const both = {
    base: ['TEL;TYPE=HOME:1'],
    ours: ['TEL;TYPE=HOME:2'],
    theirs: ['TEL;TYPE=HOME:3'],
    conflicts: ['TEL'],
  };
  const title = { base: ['TITLE:a'], ours: ['TITLE:b'], theirs: ['TITLE:c'], conflicts: ['TITLE'] };
  it.each<[string, Case]>([
    [
      'different lines',
      {
        base: ['TEL:1', 'NOTE:a'],
        ours: ['TEL:2', 'NOTE:a'],
        theirs: ['TEL:1', 'NOTE:b', 'X-N:1'],
        result: ['TEL:2', 'NOTE:b', 'X-N:1'],
      },
    ],
    ['the same', { base: ['TEL:1'], ours: ['TEL:2'], theirs: ['TEL:2'], result: ['TEL:2'] }],
    ['the same line, merge', { ...both, result: ['TEL;TYPE=HOME:3'] }],
    ['the same line, cloud-wins', { ...both, policy: 'cloud-wins', result: ['TEL;TYPE=HOME:3'] }],
    [
      'the same line, keep-both',
      { ...both, policy: 'keep-both', result: ['TEL;TYPE=HOME:3', 'TEL;TYPE=HOME:2'] },
    ],
    ['a title, keep-both', { ...title, policy: 'keep-both', result: ['TITLE:b'] }],
    ['a title, cloud-wins', { ...title, policy: 'cloud-wins', result: ['TITLE:c'] }],
    [
      'removed by us',
      { base: ['TEL:1', 'X-A:1'], ours: ['X-A:1'], theirs: ['TEL:1', 'X-A:1'], result: ['X-A:1'] },
    ],
    [
      'removed by us, changed by them',
      { base: ['TITLE:a'], ours: [], theirs: ['TITLE:b'], result: ['TITLE:b'], conflicts: ['TITLE'] },
    ],
    [
      'changed by us, removed by them',
      { base: ['TITLE:a'], ours: ['TITLE:b'], theirs: [], result: ['TITLE:b'], conflicts: ['TITLE'] },
    ],
    ['removed by both', { base: ['TITLE:a'], ours: [], theirs: [], result: [] }],
    [
      'parts of a name',
      { base: ['N:a;b;;;'], ours: ['N:a;c;;;'], theirs: ['N:d;b;;;'], result: ['N:d;c;;;'] },
    ],
    [
      'categories',
      {
        base: ['CATEGORIES:a,b'],
        ours: ['CATEGORIES:a,c'],
        theirs: ['CATEGORIES:a,b,d'],
        result: ['CATEGORIES:a,d,c'],
      },
    ],
    [
      'no past',
      {
        base: null,
        ours: ['TEL:1', 'TEL:2'],
        theirs: ['TEL:3', 'TEL:1'],
        result: ['TEL:3', 'TEL:1', 'TEL:2'],
      },
    ],
    [
      'no past, two notes',
      { base: null, ours: ['NOTE:a'], theirs: ['NOTE:b'], result: ['NOTE:b\\na'], conflicts: ['NOTE'] },
    ],
    [
      'a group whose name is taken',
      {
        base: [],
        ours: ['item1.TEL:1', 'item1.X-ABLabel:Boat'],
        theirs: ['item1.TEL:2', 'item1.X-ABLabel:Hut'],
        result: ['item1.TEL:2', 'item2.TEL:1', 'item1.X-ABLabel:Hut', 'item2.X-ABLABEL:Boat'],
      },
    ],
  ])('%s', (_name, one) => {
    const outcome = merge(one);
    expect(linesOf(outcome.body)).toEqual([...head, ...one.result]);
    expect(outcome.conflicts).toEqual(one.conflicts ?? []);
    expect(outcome.changed).toBe(contacts.normalise(outcome.body) !== contacts.normalise(body(one.theirs)));
  });

  it('takes either side whole when the other did nothing', () => {
    const lines = fc.uniqueArray(
      fc.constantFrom(
        'TEL:1',
        'TEL;TYPE=HOME:1',
        'TEL;TYPE=HOME:2',
        'NOTE:a',
        'NOTE:b',
        'X-A:1',
        'item1.URL:u',
        'N:a;b;;;',
        'CATEGORIES:a,b',
        'CATEGORIES:c',
      ),
      { selector: (one) => /^(NOTE|CATEGORIES)/.exec(one)?.[0] ?? one },
    );
    fc.assert(
      fc.property(lines, lines, (base, other) => {
        const ours = merge({ base, ours: other, theirs: base });
        expect(contacts.normalise(ours.body)).toBe(contacts.normalise(body(other)));
        expect(merge({ base, ours: base, theirs: other })).toEqual({
          body: body(other),
          changed: false,
          conflicts: [],
        });
        expect(merge({ base, ours: other, theirs: other })).toMatchObject({ changed: false, conflicts: [] });
      }),
    );
  });

  it('brings our change into a body the server has turned into 4.0', () => {
    const base = card(
      '3.0',
      ...head,
      'TEL;TYPE=HOME,PREF:1',
      'EMAIL;TYPE=INTERNET:a@example.org',
      'BDAY:1970-01-31',
    );
    const ours = base.replace('PREF:1', 'PREF:2');
    const theirs = card('4.0', ...head, 'TEL;TYPE=home;PREF=1:1', 'EMAIL:a@example.org', 'BDAY:19700131');
    const outcome = contacts.mergeCloud({ base, ours, theirs, policy: 'merge' });
    expect(linesOf(outcome.body)).toEqual([
      ...head,
      'TEL;TYPE=home;PREF=1:2',
      'EMAIL:a@example.org',
      'BDAY:19700131',
    ]);
    expect(outcome.conflicts).toEqual([]);
  });
});

describe('the normal form', () => {
  const text = card(
    '3.0',
    'UID:1',
    'FN:Jane',
    'item1.TEL;TYPE=HOME,VOICE:1',
    'item1.X-ABLabel:Boat',
    'NOTE:a',
    'CATEGORIES:x,y',
  );
  it.each([
    [
      'order',
      card(
        '3.0',
        'NOTE:a',
        'FN:Jane',
        'UID:1',
        'item1.X-ABLabel:Boat',
        'item1.TEL;TYPE=VOICE;TYPE=home:1',
        'CATEGORIES:y,x',
      ),
    ],
    ['stamps', text.replace('FN:Jane', 'PRODID:x\r\nREV:20240101T000000Z\r\nFN:Jane')],
    ['folding', text.replace('FN:Jane', 'FN:Ja\r\n ne')],
    ['groups', text.replaceAll('item1', 'item9')],
    ['an empty line of a property', text.replace('NOTE:a', 'NOTE:a\r\nN:;;;;\r\nTITLE:')],
  ])('does not know %s', (_name, other) => {
    expect(contacts.normalise(other)).toBe(contacts.normalise(text));
  });

  it.each([
    ['a number', text.replace('VOICE:1', 'VOICE:2')],
    ['a type', text.replace('HOME', 'WORK')],
    ['a label', text.replace('Boat', 'Hut')],
    ['a line more', text.replace('FN:Jane', 'FN:Jane\r\nX-A:1')],
  ])('knows %s', (_name, other) => {
    expect(contacts.normalise(other)).not.toBe(contacts.normalise(text));
  });
});
