/** A phone and a cloud that each turn what they get into something else, and so undo each other for ever. */
import { beforeEach, describe, expect, it } from 'vitest';
import { person, refreshFromClient, refreshFromServer, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { ready } from './testing/unlucky-cloud.ts';

let rig: Rig;
let phone: TestPhone;
let luid: string;

beforeEach(async () => {
  ({ rig, phone } = await ready());
  // The cloud writes notes small, whatever it is given.
  rig.card.server.rewrite = (body) => body.replaceAll(/^NOTE:.*$/gm, (line) => `NOTE:${small(line)}`);
  rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann', 'NOTE:tall'));
  await phone.sync('card');
  [luid] = [...phone.holds.card.keys()] as [string];
});

describe('a phone that writes large what its cloud writes small', () => {
  it('is let alone with the item after the sixth time, and everything else goes on (F58)', async () => {
    const writes = await syncAllDay();
    expect(writes).toBe(5);
    expect(await aside()).toMatchObject([
      { side: 'to-phone', reason: 'ping-pong', text: expect.stringContaining('TALL') },
    ]);
    expect(onPhone()).toContain('TALL');
    expect(inCloud()).toContain('NOTE:tall');
    phone.add('card', person('Bob', '222'));
    rig.card.server.put('cid.vcf', person('Cid', '333', 'UID:cid'));
    expect((await phone.sync('card')).got).toEqual(['add']);
    expect(rig.card.server.bodies()).toHaveLength(3);
  });

  it('says so in the report of the session that found it (F58)', async () => {
    const counts = [];
    for (let times = 0; times < 8; times += 1) counts.push((await syncTwice())?.counts['quarantined']);
    expect(counts).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
  });

  it('loses neither version (F58)', async () => {
    await syncAllDay();
    const [{ id } = { id: '' as never }] = await rig.store.items.changedSince(
      rig.accountId,
      rig.card.row.id,
      0,
      10,
    );
    const versions = await rig.store.items.versions(rig.accountId, id, 50);
    expect(versions[0]).toMatchObject({ madeBy: { kind: 'lost' }, body: expect.stringContaining('TALL') });
    expect(versions.some(({ body }) => body.includes('NOTE:tall'))).toBe(true);
  });

  it('is not found out twice, whatever kind of sync it asks for (F58)', async () => {
    await syncAllDay();
    const [found] = await aside();
    for (let times = 0; times < 10; times += 1) expect((await phone.sync('card', slow)).got).toEqual([]);
    expect(await aside()).toEqual([found]);
    expect(onPhone()).toContain('TALL');
    expect((await phone.sync('card', refreshFromServer)).got).toEqual(['add']);
    expect(phone.texts('card').join('')).toContain('NOTE:tall');
  });

  it('has its way when it refreshes the cloud', async () => {
    await syncAllDay();
    rig.card.server.rewrite = (body) => body;
    await phone.sync('card', refreshFromClient);
    expect(inCloud()).toContain('TALL');
    expect(await aside()).toEqual([]);
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });

  it('hears of the next change in the cloud, and the cloud of the next on the phone', async () => {
    await syncAllDay();
    rig.card.server.put('ann.vcf', person('Ann', '112', 'UID:ann', 'NOTE:tall'));
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    await syncAllDay();
    phone.replace('card', luid, onPhone().replace('112', '113'));
    await phone.sync('card');
    expect(inCloud()).toMatch(/113[^]*NOTE:tall/);
    expect((await phone.sync('card')).got).toEqual([]);
  });

  it('is tried again at its owner’s word', async () => {
    await syncAllDay();
    const [mapping] = await rig.store.mappings.byLuids(rig.accountId, phone.datastores.card, [luid]);
    if (mapping === undefined) throw new Error('one is mapped');
    await rig.store.mappings.update(rig.accountId, mapping.id, { aside: null, pending: true });
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    expect(await syncAllDay()).toBe(5);
  });

  it('may delete the item it was let alone with', async () => {
    await syncAllDay();
    phone.remove('card', luid);
    await phone.sync('card');
    expect(rig.card.server.bodies()).toEqual([]);
  });

  it('is found out where the collection may only be read, too (F58)', async () => {
    const { linkId, url, displayName, kinds, maxResourceSize } = rig.card.row;
    const plain = { linkId, url, displayName, kinds, maxResourceSize };
    await rig.store.collections.upsert(rig.accountId, { ...plain, readOnly: true });
    expect(await syncAllDay()).toBe(0);
    expect(await aside()).toContainEqual(expect.objectContaining({ reason: 'ping-pong' }));
    expect(onPhone()).toContain('TALL');
    expect(inCloud()).toContain('NOTE:tall');
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });
});

it('two phones that undo each other are found out (F58)', async () => {
  const other = await rig.phone({ name: 'other' });
  rig.card.server.rewrite = (body) => body;
  await other.sync('card', slow);
  for (let hours = 0; hours < 24; hours += 1) {
    writeAnew(phone, large);
    await phone.sync('card');
    writeAnew(other, small);
    await other.sync('card');
    rig.passTime(3_600_000);
  }
  expect(await aside()).toHaveLength(1);
});

it.each([
  ['five times within the hour', 5, 0.2],
  ['every day for a month', 30, 24],
])('people who undo each other are not stopped: %s (F58)', async (_what, times, hours) => {
  for (let time = 0; time < times; time += 1) {
    phone.replace('card', luid, onPhone().replace('111', '999'));
    await phone.sync('card');
    expect(inCloud()).toContain('999');
    rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann', 'NOTE:tall'));
    expect((await phone.sync('card')).got).toEqual([`replace ${luid}`]);
    rig.passTime(hours * 3_600_000);
  }
  expect(await aside()).toEqual([]);
});

it('somebody who goes back and forth on the phone all day is not stopped (F58)', async () => {
  for (let time = 0; time < 30; time += 1) {
    const [from, to] = time % 2 === 0 ? ['111', '999'] : ['999', '111'];
    phone.replace('card', luid, onPhone().replace(from, to));
    await phone.sync('card');
    expect(inCloud()).toContain(to);
  }
  expect(await aside()).toEqual([]);
});

describe('a phone that says in each slow sync what it had before', () => {
  beforeEach(() => {
    rig.card.server.rewrite = (body) => body;
    rig.card.server.put('ann.vcf', person('Ann', '112', 'UID:ann', 'NOTE:taller'));
  });

  it.each(['before-status', 'unheard'] as const)(
    'gets what the cloud has in the end, however often it broke off: %s',
    async (breakOff) => {
      const held = onPhone();
      for (let times = 0; times < 10; times += 1) {
        await phone.sync('card', slow, { breakOff });
        phone.holds.card.set(luid, held);
        rig.passTime(600_000);
      }
      await phone.sync('card');
      expect(await aside()).toEqual([]);
      expect(onPhone()).toContain('NOTE:taller');
      expect(inCloud()).toContain('NOTE:taller');
    },
  );
});

/** The phone syncs every half hour; returns how often it was heard in the cloud. */
async function syncAllDay(): Promise<number> {
  const before = writes();
  for (let times = 0; times < 24; times += 1) await syncTwice();
  return writes() - before;
}

/** It writes large what it got, sends that, and gets it small again. */
async function syncTwice() {
  writeAnew(phone, large);
  const { part } = await phone.sync('card');
  rig.passTime(1_800_000);
  await phone.sync('card');
  rig.passTime(1_800_000);
  return part;
}

function writeAnew(one: TestPhone, write: (line: string) => string): void {
  for (const [own, text] of one.holds.card) {
    const anew = text.replaceAll(/^NOTE:.*$/gm, (line) => `NOTE:${write(line)}`);
    if (anew !== text) one.replace('card', own, anew);
  }
}

function writes(): number {
  return rig.card.server.operations.filter((operation) => operation === 'put').length;
}

function large(line: string): string {
  return line.slice('NOTE:'.length).toUpperCase();
}

function small(line: string): string {
  return line.slice('NOTE:'.length).toLowerCase();
}

function onPhone(): string {
  return phone.holds.card.get(luid) ?? '';
}

function inCloud(): string {
  return rig.card.server.bodies().find((body) => body.includes('UID:ann')) ?? '';
}

async function aside() {
  const rows = await rig.store.quarantine.list(rig.accountId);
  return rows.map(({ id, side, reason, raw }) => ({ id, side, reason, text: new TextDecoder().decode(raw) }));
}
