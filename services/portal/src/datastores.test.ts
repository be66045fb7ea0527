import { asId, itemKinds, type ItemKind } from '@anchorage/model';
import type { Collection } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { collectionsFor } from './datastores.ts';

describe('where new items go', () => {
  it.each<[string, readonly Collection[], 'card' | 'cal' | 'task' | 'note', readonly string[]]>([
    [
      'only collections of the kind',
      [collection('a', ['contact']), collection('b', ['event'])],
      'cal',
      ['b'],
    ],
    [
      'writable ones first',
      [collection('a', ['contact'], true), collection('b', ['contact'])],
      'card',
      ['b', 'a'],
    ],
    [
      'the one made for it first',
      [collection('all', itemKinds), collection('only', ['event'])],
      'cal',
      ['only', 'all'],
    ],
    [
      'what is named so first',
      [collection('notes', calendarKinds), collection('calendar', calendarKinds)],
      'cal',
      ['calendar', 'notes'],
    ],
    [
      'what is named for others last',
      [collection('todo', calendarKinds), collection('personal', calendarKinds)],
      'cal',
      ['personal', 'todo'],
    ],
    ['nothing, when there is none', [collection('a', ['contact'])], 'note', []],
  ])('%s', (_what, collections, name, expected) => {
    expect(collectionsFor(name, collections)).toEqual(expected);
  });
});

const calendarKinds: readonly ItemKind[] = ['event', 'task', 'note'];

function collection(name: string, kinds: readonly ItemKind[], readOnly = false): Collection {
  return {
    id: asId<'collection'>(name),
    accountId: asId<'account'>('account'),
    linkId: asId<'link'>('link'),
    url: `https://dav.example.org/user/${name}/`,
    displayName: name,
    kinds,
    readOnly,
    maxResourceSize: null,
    position: null,
    fill: 'empty',
    refreshedAt: null,
    attemptedAt: null,
    revision: 0,
    retryAt: null,
    failures: 0,
    problem: null,
  };
}
