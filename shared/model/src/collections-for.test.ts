import { describe, expect, it } from 'vitest';
import { collectionsFor } from './collections-for.ts';
import type { CollectionTraits } from './collections-for.ts';
import { asId } from './ids.ts';
import { itemKinds } from './sync.ts';
import type { ItemKind } from './sync.ts';

describe('where new items go', () => {
  it.each<[string, readonly CollectionTraits[], 'card' | 'cal' | 'task' | 'note', readonly string[]]>([
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
    ['nothing, when there is none', [collection('a', ['contact'])], 'task', []],
    ['nothing, for a kind that is not offered', [collection('notes', ['note'])], 'note', []],
  ])('%s', (_what, collections, name, expected) => {
    expect(collectionsFor(name, collections)).toEqual(expected);
  });
});

const calendarKinds: readonly ItemKind[] = ['event', 'task', 'note'];

function collection(name: string, kinds: readonly ItemKind[], readOnly = false): CollectionTraits {
  return {
    id: asId<'collection'>(name),
    url: `https://dav.example.org/user/${name}/`,
    displayName: name,
    kinds,
    readOnly,
  };
}
