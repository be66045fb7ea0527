/** What a field may show in the end, by who wrote over what. */
import { expect, it } from 'vitest';
import { createFieldValues } from './field-values.ts';
import type { FieldValues } from './field-values.ts';

it.each<[string, (values: FieldValues) => void, readonly string[]]>([
  ['nobody wrote', () => undefined, ['']],
  ['written once', (values) => values.write('a', ''), ['a']],
  ['written twice, the second knowing the first', chain, ['b']],
  [
    'two who did not know of each other',
    (values) => {
      values.write('a', '');
      values.write('b', '');
    },
    ['a', 'b'],
  ],
  [
    'a conflict that left both, then settled',
    (values) => {
      values.write('a', '');
      values.write('b', '');
      values.write('c', 'a\nb');
    },
    ['c'],
  ],
  [
    'written over nobody knows what',
    (values) => {
      values.write('a', '');
      values.write('b', null);
    },
    ['a', 'b'],
  ],
  [
    'the last lost: the one before counts again, and none from before that',
    (values) => {
      chain(values);
      values.lose('b');
    },
    ['a', 'b'],
  ],
  [
    'the last two lost',
    (values) => {
      chain(values);
      values.lose('a');
      values.lose('b');
    },
    ['', 'a', 'b'],
  ],
  [
    'the one lost, what it was written over has been written over by somebody else as well',
    (values) => {
      chain(values);
      values.write('c', 'a');
      values.lose('b');
    },
    ['b', 'c'],
  ],
  [
    'lost too late: somebody had seen it and gone on from there',
    (values) => {
      chain(values);
      values.write('c', 'b');
      values.lose('b');
    },
    ['c'],
  ],
])('%s', (_, happens, left) => {
  const values = createFieldValues();
  happens(values);
  expect(values.left()).toEqual(left);
});

function chain(values: FieldValues): void {
  values.write('a', '');
  values.write('b', 'a');
}
