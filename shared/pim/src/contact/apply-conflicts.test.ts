import { describe, expect, it } from 'vitest';
import { apply, expectCase, now } from './apply-fixture.ts';
import type { Case } from './apply-fixture.ts';
import { contacts } from './index.ts';
import { card, phoneWith } from './test-capabilities.ts';

describe('both sides changed', () => {
  const number = { body: ['TEL;TYPE=HOME:2'], view: ['TEL;HOME:1'], incoming: ['TEL;HOME:3'] };
  const title = { body: ['TITLE:Mate'], view: ['TITLE:Cook'], incoming: ['TITLE:Captain'] };
  const removed = { body: ['TEL;TYPE=HOME:2'], view: ['TEL;HOME:1'], incoming: [] };
  const goneInCloud = { body: [], view: ['TEL;HOME:1'], incoming: ['TEL;HOME:3'] };
  it.each<[string, Case]>([
    [
      'number, merge (M11, DS-121)',
      { ...number, policy: 'merge', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'number, phone-wins',
      { ...number, policy: 'phone-wins', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'number, cloud-wins (M11, DS-121)',
      { ...number, policy: 'cloud-wins', result: ['TEL;TYPE=HOME:2'], conflicts: ['TEL'] },
    ],
    [
      'number, keep-both',
      { ...number, policy: 'keep-both', result: ['TEL;TYPE=HOME:2', 'TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    ['title, merge', { ...title, policy: 'merge', result: ['TITLE:Captain'], conflicts: ['TITLE'] }],
    ['title, cloud-wins', { ...title, policy: 'cloud-wins', result: ['TITLE:Mate'], conflicts: ['TITLE'] }],
    ['title, keep-both', { ...title, policy: 'keep-both', result: ['TITLE:Captain'], conflicts: ['TITLE'] }],
    [
      'removed on the phone, merge',
      { ...removed, policy: 'merge', result: ['TEL;TYPE=HOME:2'], conflicts: ['TEL'] },
    ],
    [
      'removed on the phone, phone-wins',
      { ...removed, policy: 'phone-wins', result: [], conflicts: ['TEL'] },
    ],
    [
      'removed in the cloud, merge',
      { ...goneInCloud, policy: 'merge', result: ['TEL;TYPE=HOME:3'], conflicts: ['TEL'] },
    ],
    [
      'removed in the cloud, cloud-wins',
      { ...goneInCloud, policy: 'cloud-wins', result: [], conflicts: ['TEL'] },
    ],
    [
      'to the same (M11, DS-121)',
      { body: ['TITLE:Mate'], view: ['TITLE:Cook'], incoming: ['TITLE:Mate'], result: ['TITLE:Mate'] },
    ],
    ['added the same', { body: ['TEL:1'], view: [], incoming: ['TEL;VOICE:1'], result: ['TEL:1'] }],
    [
      'other parts of an address',
      {
        body: ['ADR:;;Kai 1;Oslo;;;'],
        view: ['ADR:;;Kai 1;Turku;;;'],
        incoming: ['ADR:;;Kai 2;Turku;;;'],
        result: ['ADR:;;Kai 2;Oslo;;;'],
      },
    ],
    [
      'wrote different notes',
      { body: ['NOTE:a'], view: [], incoming: ['NOTE:b'], result: ['NOTE:a\\nb'], conflicts: ['NOTE'] },
    ],
  ])('%s', (_name, one) => expectCase(one));
});

describe('a slow-sync match', () => {
  it.each<[string, Case]>([
    [
      'unites numbers and fills gaps',
      {
        view: null,
        body: ['TEL:1', 'ORG:Port'],
        incoming: ['TEL;CELL:2', 'TEL;CELL:1', 'TITLE:Cook', 'ORG:Port;Office'],
        result: ['TEL:1', 'TEL;TYPE=CELL:2', 'ORG:Port;Office', 'TITLE:Cook'],
      },
    ],
    ['removes nothing', { view: null, body: ['TEL:1', 'NOTE:a'], incoming: [], result: ['TEL:1', 'NOTE:a'] }],
    [
      'keeps what differs and tells',
      {
        view: null,
        body: ['TITLE:Mate'],
        incoming: ['TITLE:Cook'],
        result: ['TITLE:Mate'],
        conflicts: ['TITLE'],
      },
    ],
    [
      'lets the phone win when told to',
      {
        view: null,
        policy: 'phone-wins',
        body: ['TITLE:Mate'],
        incoming: ['TITLE:Cook'],
        result: ['TITLE:Cook'],
        conflicts: ['TITLE'],
      },
    ],
    [
      'puts notes together',
      { view: null, body: ['NOTE:a'], incoming: ['NOTE:b'], result: ['NOTE:a\\nb'], conflicts: ['NOTE'] },
    ],
    [
      'takes a cut note for the whole one',
      { view: null, body: ['NOTE:Hello world'], incoming: ['NOTE:Hello'], result: ['NOTE:Hello world'] },
    ],
  ])('%s', (_name, one) => expectCase(one));

  it('changes nothing when repeated', () => {
    const one: Case = {
      view: null,
      body: ['TEL:1', 'NOTE:a', 'TITLE:Mate'],
      incoming: ['TEL:2', 'NOTE:b', 'TITLE:Cook'],
      result: [],
    };
    const first = apply(one).body;
    const again = contacts.apply({
      body: first,
      recurrenceId: '',
      view: null,
      incoming: card('2.1', 'N:Doe;Jane', ...one.incoming),
      capabilities: phoneWith(),
      policy: 'merge',
      now,
    });
    expect(again).toMatchObject({ body: first, changed: false });
  });
});
