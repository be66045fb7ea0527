/** How much may go at once without its owner's word, from a phone and from the cloud. */
import type { Command } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { contactContent } from '../people/contact-content.ts';
import { createFindings } from './findings.ts';
import { isTooMuch } from './mass.ts';
import { createOwnersWord } from './owners-word.ts';
import type { OwnersWord } from './owners-word.ts';
import { watchCloudEmptied } from './watch-cloud-emptied.ts';
import { watchPhoneEmptied } from './watch-phone-emptied.ts';

it.each([
  [2, 2, 0, false],
  [3, 3, 0, true],
  [3, 4, 1, false],
  [10, 12, 2, false],
  [11, 20, 9, true],
  [11, 55, 44, false],
  [12, 55, 43, true],
])('%i of %i, %i are left: too much is %s', (gone, had, left, expected) => {
  expect(isTooMuch(gone, had, left)).toBe(expected);
});

describe('a phone', () => {
  it.each<[string, number, (word: OwnersWord) => void]>([
    ['is told to give up all it has', 1, () => undefined],
    ['is told so when its owner has said so', 0, (word) => word.given()],
    ['may have been told a part of it before', 0, (word) => (word.given(), toldTimes(word, 1))],
    ['was told of that before', 1, (word) => (word.given(), toldTimes(word, 2))],
    ['did not hear of it before', 0, (word) => (word.given(), word.beforeSession('phone 11')(false))],
  ])('%s: %i findings', (_, many, before) => {
    const { word, findings, items, watch } = phoneWith(3);
    before(word);
    const emptying = watch();
    emptying.sees([deleting('1', '2'), deleting('2', '3')]);
    items.clear();
    emptying.ends(true);
    expect(findings.list).toHaveLength(many);
  });

  it.each([
    [3, false, 0],
    [11, false, 1],
    [11, true, 1],
  ])('of %i has lost them, the session ended well: %s: %i findings', (had, isFinished, many) => {
    const { findings, items, watch } = phoneWith(had);
    const emptying = watch();
    emptying.sees([deleting(...items.keys())]);
    items.clear();
    emptying.ends(isFinished);
    expect(findings.list.map(({ invariant }) => invariant)).toEqual(Array.from({ length: many }, () => 'I5'));
  });

  it('may be given others in their place', () => {
    const { findings, items, watch } = phoneWith(3);
    const emptying = watch();
    emptying.sees([deleting('1', '2', '3')]);
    items.clear();
    items.set('4', 'another');
    emptying.ends(true);
    expect(findings.list).toEqual([]);
  });
});

describe('the cloud', () => {
  const telling = {
    datastore: 'card',
    known: new Set(['1', '2', '3']),
    deleted: new Map([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ]),
    left: 0,
  };
  const begin = (more: Partial<typeof telling> = {}) => {
    const findings = createFindings(() => undefined);
    const word = createOwnersWord();
    const watch = watchCloudEmptied(findings, word);
    return { findings, word, watch, ends: watch.begins('phone 11', [{ ...telling, ...more }]) };
  };

  it.each([
    ['in the session', ['card'], true, 1],
    ['after the session', ['card'], false, 1],
    ['in a session that was not heard to its end', [], true, 0],
    ['after a session that was not heard to its end', [], false, 0],
  ] as const)('loses %s what a phone emptied: heard %j', (_, heard, isDuring, many) => {
    const { findings, watch, ends } = begin();
    if (isDuring) watch.removed('b');
    ends(heard);
    if (!isDuring) watch.removed('b');
    watch.removed('another');
    expect(findings.list.map(({ invariant }) => invariant)).toEqual(Array.from({ length: many }, () => 'I5'));
  });

  it('loses it when its owner has said so, or when somebody else deletes it too', () => {
    const { findings, word, watch, ends } = begin();
    ends(['card']);
    watch.alsoDeleted('a');
    watch.removed('a');
    word.given();
    watch.removed('b');
    expect(findings.list).toEqual([]);
  });

  it.each([
    ['something is left', { left: 1 }],
    ['it did not know of some of it', { known: new Set(['1', '2']) }],
  ])('loses it when %s', (_, more) => {
    const { findings, watch, ends } = begin(more);
    ends(['card']);
    watch.removed('b');
    expect(findings.list).toEqual([]);
  });
});

function toldTimes(word: OwnersWord, many: number): void {
  for (let at = 0; at < many; at += 1) word.beforeSession('phone 11')(true);
}

function phoneWith(many: number) {
  const findings = createFindings(() => undefined);
  const word = createOwnersWord();
  const items = new Map(Array.from({ length: many }, (_, at) => [String(at + 1), 'text']));
  const phone = { name: 'phone 11', contents: [contactContent], phone: () => ({ items: () => items }) };
  return { findings, word, items, watch: () => watchPhoneEmptied(findings, word, phone) };
}

function deleting(...luids: readonly string[]): Command {
  return {
    name: 'Sync',
    cmdId: '1',
    noResp: false,
    source: { uri: 'card' },
    commands: luids.map((uri) => ({ name: 'Delete', cmdId: '2', items: [{ target: { uri } }] })),
  } as unknown as Command;
}
