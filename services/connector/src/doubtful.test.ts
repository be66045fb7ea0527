/** Contacts of which a slow sync cannot tell whether they are the same person. */
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('pairs that could not be told', () => {
  it('are named by LUID and id, of every batch, and never by what they say', async () => {
    const { rig, phone, luids } = await twoNamesakes();
    const { part } = await phone.sync('card', slow);
    expect(part?.counts).toMatchObject({ matched: 1, doubtful: 2, created: 2 });
    expect(part?.doubtful).toEqual([
      { luid: luids.bob, itemId: await idOf(rig, '5550222'), recurrenceId: '' },
      { luid: luids.cid, itemId: await idOf(rig, '5550333'), recurrenceId: '' },
    ]);
    expect(JSON.stringify(part)).not.toMatch(/Bob|Cid|5550\d{3}/);
  });

  it('live on apart: both are on both sides, and no later sync asks again', async () => {
    const { rig, phone, luids } = await twoNamesakes();
    await phone.sync('card', slow);
    const before = rig.card.server.bodies();
    expect(before).toHaveLength(5);
    expect(phone.holds.card.size).toBe(5);
    const again = await phone.sync('card', slow);
    expect(again.got).toEqual([]);
    expect(again.part).toMatchObject({ doubtful: [], counts: { matched: 5 } });
    expect(rig.card.server.bodies()).toEqual(before);
    phone.remove('card', luids.bob);
    await phone.sync('card');
    expect(rig.card.server.bodies().filter((body) => body.includes('Bob'))).toEqual([
      expect.stringContaining('5550222'),
    ]);
  });

  it('are named once when the worker dies at any of its commits', async () => {
    for (let fatal = 1; fatal <= 8; fatal += 1) {
      for (const when of ['before', 'after'] as const) {
        const { rig, phone, luids } = await twoNamesakes();
        await rig.refresh();
        let commits = 0;
        rig.dies[when] = () => (commits += 1) === fatal;
        const { part } = await phone.sync('card', slow);
        rig.dies[when] = () => false;
        const named = part?.doubtful.map(({ luid }) => luid);
        expect(named, `${when} commit ${fatal}`).toEqual([luids.bob, luids.cid]);
        expect(part?.counts, `${when} commit ${fatal}`).toMatchObject({ doubtful: 2 });
      }
    }
  });

  it('are counted, however many, and the first two hundred named', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    for (let at = 0; at < 205; at += 1) {
      rig.card.server.put(`${at}.vcf`, person(`P${at}`, `+4955${at}`, `UID:${at}`));
      phone.add('card', person(`P${at}`, `+4977${at}`));
    }
    const { part } = await phone.sync('card', slow);
    expect(part?.counts).toMatchObject({ doubtful: 205 });
    expect(part?.doubtful).toHaveLength(200);
  });
});

/** Ann is on both sides; a Bob and a Cid are, each with a number of its own. Every row is a batch. */
async function twoNamesakes(): Promise<{
  rig: Rig;
  phone: TestPhone;
  luids: { bob: string; cid: string };
}> {
  const rig = await createRig({ inboxBatch: 1 });
  for (const [name, number] of [
    ['Ann', '111'],
    ['Bob', '5550222'],
    ['Cid', '5550333'],
  ] as const) {
    rig.card.server.put(`${name}.vcf`, person(name, number, `UID:${name}`));
  }
  const phone = await rig.phone({ vcard: 'vcard21' });
  phone.add('card', person('Ann', '111'));
  const bob = phone.add('card', person('Bob', '5550998'));
  const cid = phone.add('card', person('Cid', '5550999'));
  return { rig, phone, luids: { bob, cid } };
}

async function idOf(rig: Rig, number: string): Promise<string | undefined> {
  const items = await rig.store.items.changedSince(rig.accountId, rig.card.row.id, 0, 10);
  return items.find(({ body }) => body.includes(number))?.id;
}
