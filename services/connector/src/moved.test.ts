/** Items that another client moves from one collection of the cloud to another. */
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { MemoryCollection } from './testing/memory-cloud.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('an item that moved to another collection', () => {
  it('moves on the phone', async () => {
    const { phone, move } = await twoBooks();
    await move('NOTE:old');
    await phone.sync('card');
    expect(phone.holds.card.size).toBe(1);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('keeps what the phone changed at the same time, once', async () => {
    const { rig, phone, luid, move, other } = await twoBooks();
    await move('NOTE:old');
    phone.replace('card', luid, person('Ann', '222', 'NOTE:old'));
    expect((await phone.sync('card')).got).toEqual([]);
    await pushed(rig);
    expect(rig.card.server.bodies()).toHaveLength(0);
    expect(other.bodies()).toHaveLength(1);
    expect(other.bodies()[0]).toContain('222');
    expect(phone.holds.card.size).toBe(1);
    expect((await phone.sync('card')).got).toEqual([]);
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });

  it('keeps both what the phone and what the mover changed', async () => {
    const { rig, phone, luid, move, other } = await twoBooks();
    await move('NOTE:new');
    phone.replace('card', luid, person('Ann', '222', 'NOTE:old'));
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    await pushed(rig);
    expect(other.bodies()[0]).toContain('222');
    expect(other.bodies()[0]).toContain('NOTE:new');
  });

  it('is deleted where it is now', async () => {
    const { rig, phone, luid, move, other } = await twoBooks();
    await move('NOTE:old');
    phone.remove('card', luid);
    expect((await phone.sync('card')).got).toEqual([]);
    await pushed(rig);
    expect(other.bodies()).toHaveLength(0);
    expect(phone.holds.card.size).toBe(0);
  });

  it('lives on when the mover has changed it and the phone deleted it', async () => {
    const { rig, phone, luid, move, other } = await twoBooks();
    await move('NOTE:new');
    phone.remove('card', luid);
    expect((await phone.sync('card')).got).toEqual(['add']);
    await pushed(rig);
    expect(other.bodies()).toHaveLength(1);
  });
});

async function twoBooks(): Promise<{
  rig: Rig;
  phone: TestPhone;
  luid: string;
  other: MemoryCollection;
  move: (note: string) => Promise<void>;
}> {
  const rig = await createRig();
  const { accountId } = rig;
  const href = rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann', 'NOTE:old'));
  const url = 'https://dav.example.org/card-two/';
  const row = await rig.store.collections.upsert(accountId, {
    linkId: rig.card.row.linkId,
    url,
    displayName: 'two',
    kinds: ['contact'],
    readOnly: false,
    maxResourceSize: null,
  });
  const phone = await rig.phone();
  await rig.store.datastores.setSeen(accountId, phone.datastores.card, [
    { collectionId: row.id, revision: 0 },
  ]);
  const refresh = () => rig.run({ kind: 'refresh', accountId, collectionId: row.id });
  await refresh();
  await phone.sync('card', slow);
  const [luid = ''] = [...phone.holds.card.keys()];
  const other = rig.cloud.collection(url);
  return {
    rig,
    phone,
    luid,
    other,
    async move(note) {
      rig.card.server.remove(href);
      other.put('moved.vcf', person('Ann', '111', 'UID:ann', note));
      await rig.refresh();
      await refresh();
    },
  };
}

async function pushed(rig: Rig): Promise<void> {
  for (const { id } of await rig.store.collections.list(rig.accountId)) {
    await rig.run({ kind: 'push', accountId: rig.accountId, collectionId: id });
  }
}
