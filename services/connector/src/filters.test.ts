/** What filters must not do, whatever a phone does or fails to do. */
import type { FilterType, SyncFilter } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { createRig, person, refreshFromClient, refreshFromServer, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

const named = (part: string, type: FilterType = 'EXCLUSIVE'): SyncFilter => ({
  records: [
    { type, condition: { kind: 'value', property: 'N', operator: 'CON', value: part, ignoreCase: false } },
  ],
  fields: null,
});

describe('what an exclusive filter took off a phone', () => {
  it('is not deleted in the cloud when the phone tells of it', async () => {
    const { rig, phone, luid } = await settled();
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'unheard' });
    expect(names(phone)).toEqual(['Ann']);
    phone.remove('card', luid('Bob'));
    await phone.sync('card', undefined, { filter: named('Ann') });
    expect(cloud(rig)).toEqual(['Ann', 'Bob']);
    await phone.sync('card');
    expect(names(phone)).toEqual(['Ann', 'Bob']);
  });

  it('is not counted when the phone deletes much', async () => {
    const people = Array.from({ length: 30 }, (_, at) => `P${at}`);
    const { rig, phone } = await settled(...people);
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'unheard' });
    const gone = await rig.store.mappings.page(rig.accountId, phone.datastores.card, null, 100);
    for (const { luid, withdrawn } of gone) if (withdrawn) phone.remove('card', luid ?? '');
    const { part } = await phone.sync('card', undefined, { filter: named('Ann') });
    expect(part?.counts).toMatchObject({ deleted: 0 });
    expect(part?.counts['held']).toBeUndefined();
    expect(cloud(rig)).toHaveLength(32);
  });

  it('is not what a phone adds under its LUID', async () => {
    const { rig, phone, luid } = await settled();
    const freed = luid('Bob');
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'unheard' });
    await reuse(rig, phone, freed, person('Cid', '333'));
    expect(cloud(rig)).toEqual(['Ann', 'Bob', 'Cid']);
    await phone.sync('card');
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Cid']);
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });

  it('takes an edit that crossed it, and goes then', async () => {
    const { rig, phone, luid } = await settled();
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'before-status' });
    phone.replace('card', luid('Bob'), (phone.holds.card.get(luid('Bob')) ?? '').replace('222', '999'));
    expect((await phone.sync('card', undefined, { filter: named('Ann') })).got).toEqual([
      `delete ${luid('Bob')}`,
    ]);
    expect(rig.card.server.bodies().join('')).toContain('999');
    expect((await phone.sync('card')).got).toEqual(['add']);
  });

  it('comes again, should it have been deleted and nobody heard of it', async () => {
    const { phone, luid } = await settled();
    const bob = luid('Bob');
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'unheard' });
    expect((await phone.sync('card')).got).toEqual([`lost ${bob}`]);
    expect((await phone.sync('card')).got).toEqual(['add']);
    expect(names(phone)).toEqual(['Ann', 'Bob']);
  });
});

describe('a whole sync with a filter', () => {
  it.each([
    ['slow', slow],
    ['refresh from the phone', refreshFromClient],
  ])('misses nothing from outside: %s', async (_, type) => {
    const { rig, phone, luid } = await settled('Cid');
    phone.holds.card.delete(luid('Cid'));
    const only = [luid('Cid')];
    // All of it is outside but for Cid, whom the phone has lost.
    await phone.sync('card', type, { filter: named('Cid', 'INCLUSIVE'), only });
    expect(cloud(rig)).toEqual(type === slow ? ['Ann', 'Bob', 'Cid'] : ['Ann', 'Bob']);
    expect(names(phone)).toEqual(type === slow ? ['Ann', 'Bob', 'Cid'] : ['Ann', 'Bob']);
    // It knows the others by their LUIDs still.
    phone.replace('card', luid('Bob'), (phone.holds.card.get(luid('Bob')) ?? '').replace('222', '999'));
    await phone.sync('card', undefined, { filter: named('Cid', 'INCLUSIVE') });
    expect(cloud(rig)).toHaveLength(type === slow ? 3 : 2);
    expect(rig.card.server.bodies().join('')).toContain('999');
  });

  it('does not take for a deletion in a refresh what was taken off for an earlier filter', async () => {
    const { rig, phone } = await settled();
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'unheard' });
    await phone.sync('card', refreshFromClient);
    expect(cloud(rig)).toEqual(['Ann', 'Bob']);
    await phone.sync('card');
    expect(names(phone)).toEqual(['Ann', 'Bob']);
  });

  it('forgets an Add that nobody heard of and the phone does not have', async () => {
    const { rig, phone } = await settled();
    rig.card.server.put('c.vcf', person('Cid', '333', 'UID:c'));
    await phone.sync('card', undefined, { breakOff: 'before-status' });
    const waiting = async () =>
      (await rig.store.mappings.page(rig.accountId, phone.datastores.card, null, 10)).filter(
        ({ luid }) => luid === null,
      );
    expect(await waiting()).toHaveLength(1);
    await phone.sync('card', slow, { filter: named('Ann', 'INCLUSIVE') });
    expect(await waiting()).toEqual([]);
    expect((await phone.sync('card')).got).toEqual(['add']);
  });

  it.each(['EXCLUSIVE', 'INCLUSIVE'] as const)(
    'refreshes the phone with what is inside alone: %s',
    async (type) => {
      const { phone } = await settled();
      expect((await phone.sync('card', refreshFromServer, { filter: named('Ann', type) })).got).toEqual([
        'add',
      ]);
      expect(names(phone)).toEqual(['Ann']);
      expect((await phone.sync('card')).got).toEqual(['add']);
      expect(names(phone)).toEqual(['Ann', 'Bob']);
    },
  );
});

describe('another filter', () => {
  it('does not bring back what waits for its owner’s word', async () => {
    const people = Array.from({ length: 30 }, (_, at) => `P${at}`);
    const { rig, phone } = await settled(...people);
    for (const luid of [...phone.holds.card.keys()].slice(0, 20)) phone.remove('card', luid);
    expect((await phone.sync('card')).part?.counts).toMatchObject({ held: 20 });
    const left = names(phone);
    await phone.sync('card', undefined, { filter: named('', 'INCLUSIVE') });
    await phone.sync('card');
    expect(names(phone)).toEqual(left);
    expect(cloud(rig)).toHaveLength(32);
  });

  it('looks at everything once, and then at the news alone', async () => {
    const { rig, phone } = await settled();
    const seen = async () =>
      (await rig.store.datastores.get(rig.accountId, phone.datastores.card))?.servedFilter;
    expect(await seen()).toBeNull();
    await phone.sync('card', undefined, { filter: named('Ann'), breakOff: 'before-status' });
    expect(await seen()).toBe('changing');
    await phone.sync('card', undefined, { filter: named('Ann') });
    expect(await seen()).toBe(JSON.stringify(named('Ann')));
    rig.card.server.put('d.vcf', person('Dan', '444', 'UID:d'));
    expect((await phone.sync('card', undefined, { filter: named('Ann') })).got).toEqual([]);
    expect((await phone.sync('card', undefined, { filter: named('Dan', 'INCLUSIVE') })).got).toEqual(['add']);
    await phone.sync('card');
    expect(await seen()).toBeNull();
    expect(names(phone)).toEqual(['Ann', 'Bob', 'Dan']);
  });
});

/** Ann, Bob and whoever else on both sides, in a slow sync. */
async function settled(...others: readonly string[]) {
  const rig = await createRig();
  for (const name of ['Ann', 'Bob', ...others]) {
    rig.card.server.put(`${name}.vcf`, person(name, '222', `UID:${name}`));
  }
  const phone = await rig.phone();
  await phone.sync('card', slow);
  const luids = new Map([...phone.holds.card].map(([luid, text]) => [nameIn(text), luid]));
  return { rig, phone, luid: (name: string): string => luids.get(name) ?? '' };
}

/** The phone gives a LUID of its past to something new. */
async function reuse(rig: Rig, phone: TestPhone, luid: string, text: string): Promise<void> {
  phone.addAs('card', luid, text);
  await phone.sync('card', undefined, { filter: named('Cid', 'INCLUSIVE') });
  await rig.push();
}

function nameIn(text: string): string {
  return /^N[;:][^\r]*?([A-Z]\w+)/m.exec(text)?.[1] ?? text;
}

function names(phone: TestPhone): readonly string[] {
  return phone.texts('card').map(nameIn).toSorted();
}

function cloud(rig: Rig): readonly string[] {
  return rig.card.server.bodies().map(nameIn).toSorted();
}
