/** A PUT of whose success nobody heard, and what happens to its item before the server is asked again. */
import { describe, expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { failOnce, ready } from './testing/unlucky-cloud.ts';

const ways = [
  ['a push', (rig: Rig) => rig.push()],
  ['a refresh', (rig: Rig) => rig.refresh()],
] as const;

describe.each(ways)('an update that took effect unheard, found by %s', (_, askAgain) => {
  it('does not bring back what the phone deletes meanwhile (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies()).toEqual([]);
    await settled(rig, phone);
    expect(phone.texts('card')).toEqual([]);
  });

  it('nor when the phone edits it once more before that (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.replace('card', luid, person('Bob', '444'));
    await phone.sync('card', undefined, { dontDrain: true });
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies()).toEqual([]);
  });

  it('gives way to what the phone makes of it meanwhile (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.replace('card', luid, person('Bob', '444'));
    await phone.sync('card', undefined, { dontDrain: true });
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies().join()).toContain(':444');
    expect(rig.card.server.bodies().join()).not.toMatch(/:(333|222)/);
    await settled(rig, phone);
    expect(phone.texts('card').join()).toContain(':444');
  });

  it('gives way to what the cloud makes of it meanwhile (F26)', async () => {
    const { rig, phone } = await updatedUnheard();
    const [href = ''] = rig.card.server.resources.keys();
    const [stored = ''] = rig.card.server.bodies();
    rig.card.server.put(href, stored.replace(':333', ':555'));
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies().join()).toContain(':555');
    await phone.sync('card');
    await settled(rig, phone);
    expect(phone.texts('card').join()).toContain(':555');
  });

  it('gives way to what the phone makes of it even where the cloud adds to it (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.replace('card', luid, person('Bob', '444'));
    await phone.sync('card', undefined, { dontDrain: true });
    inCloud(rig, ':333', ':333\r\nNOTE:cloud');
    await anHourLater(rig, askAgain);
    await phone.sync('card');
    await settled(rig, phone);
    for (const text of [phone.texts('card').join(), rig.card.server.bodies().join()]) {
      expect(text).toContain(':444');
      expect(text).toContain('NOTE:cloud');
      expect(text).not.toContain(':333');
    }
  });

  it('nor does it stand against the cloud when the phone adds to it (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.replace('card', luid, person('Bob', '333', 'NOTE:phone'));
    await phone.sync('card', undefined, { dontDrain: true });
    inCloud(rig, ':333', ':555');
    await anHourLater(rig, askAgain);
    await phone.sync('card');
    await settled(rig, phone);
    for (const text of [phone.texts('card').join(), rig.card.server.bodies().join()]) {
      expect(text).toContain(':555');
      expect(text).toContain('NOTE:phone');
      expect(text).not.toContain(':333');
    }
  });

  it('does not stay when the phone changes it back before that (F26)', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    phone.replace('card', luid, person('Bob', '222'));
    await phone.sync('card', undefined, { dontDrain: true });
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies().join()).toContain(':222');
    expect(rig.card.server.bodies().join()).not.toContain(':333');
    await settled(rig, phone);
    expect(phone.texts('card').join()).toContain(':222');
  });

  it('is not mistaken for ours where the cloud goes back to what was agreed before', async () => {
    const { rig, phone, luid } = await updatedUnheard();
    rig.passTime(3_600_000);
    await rig.push();
    const [agreed = ''] = rig.card.server.bodies();
    phone.replace('card', luid, person('Bob', '333', 'NOTE:phone'));
    await phone.sync('card', undefined, { dontDrain: true });
    const [href = ''] = rig.card.server.resources.keys();
    rig.card.server.put(href, agreed.replace(':333', ':222'));
    await askAgain(rig);
    await rig.push();
    const [body = ''] = rig.card.server.bodies();
    expect(body).toContain(':222');
    expect(body).toContain('NOTE:phone');
  });
});

it('a create that took effect unheard gives way to what the phone makes of it meanwhile (F26)', async () => {
  const { rig, phone } = await ready();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  failOnce(rig, 'after', 'put');
  await rig.push();
  phone.replace('card', luid, person('Bob', '333'));
  await phone.sync('card', undefined, { dontDrain: true });
  rig.passTime(3_600_000);
  await rig.refresh();
  await rig.push();
  expect(rig.card.server.bodies()).toHaveLength(1);
  expect(rig.card.server.bodies()[0]).toContain(':333');
  expect(rig.card.server.bodies()[0]).not.toContain(':222');
  await settled(rig, phone);
});

describe.each(ways)('found by %s', (_, askAgain) => {
  it('a create that took effect unheard gives way to what the cloud makes of it (F26)', async () => {
    const { rig, phone } = await ready();
    phone.add('card', person('Bob', '222', 'NOTE:phone'));
    await phone.sync('card', undefined, { dontDrain: true });
    failOnce(rig, 'after', 'put');
    await rig.push();
    inCloud(rig, ':222', ':555');
    inCloud(rig, 'NOTE:phone', 'NOTE:cloud');
    await anHourLater(rig, askAgain);
    expect(rig.card.server.bodies()).toHaveLength(1);
    expect(rig.card.server.bodies()[0]).toContain(':555');
    expect(rig.card.server.bodies()[0]).toContain('NOTE:cloud');
    expect(rig.card.server.bodies()[0]).not.toMatch(/:222|NOTE:phone/);
    await phone.sync('card');
    await settled(rig, phone);
  });

  it('an update that never arrived stands beside what the cloud changed otherwise', async () => {
    const { rig, phone, luid } = await ready222();
    phone.replace('card', luid, person('Bob', '333', 'NOTE:phone'));
    await phone.sync('card', undefined, { dontDrain: true });
    failOnce(rig, 'before', 'put');
    await rig.push();
    inCloud(rig, ':222', ':222\r\nEMAIL:bob@example.org');
    await anHourLater(rig, askAgain);
    const [body = ''] = rig.card.server.bodies();
    expect(body).toContain(':333');
    expect(body).toContain('NOTE:phone');
    expect(body).toContain('bob@example.org');
    await phone.sync('card');
    await settled(rig, phone);
  });

  it('what was before the last agreement is no write of our own: it outlives a deletion', async () => {
    const { rig, phone, luid } = await ready222();
    phone.replace('card', luid, person('Bob', '333'));
    await phone.sync('card');
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    inCloud(rig, ':333', ':222');
    await askAgain(rig);
    await rig.push();
    expect(rig.card.server.bodies().join()).toContain(':222');
    await phone.sync('card');
    await settled(rig, phone);
  });
});

/** The server has 333, and we think that it has 222. */
async function updatedUnheard(): Promise<{ rig: Rig; phone: TestPhone; luid: string }> {
  const { rig, phone, luid } = await ready222();
  phone.replace('card', luid, person('Bob', '333'));
  await phone.sync('card', undefined, { dontDrain: true });
  failOnce(rig, 'after', 'put');
  await rig.push();
  expect(rig.card.server.bodies()[0]).toContain(':333');
  return { rig, phone, luid };
}

async function ready222(): Promise<{ rig: Rig; phone: TestPhone; luid: string }> {
  const { rig, phone } = await ready();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card');
  return { rig, phone, luid };
}

async function anHourLater(rig: Rig, askAgain: (rig: Rig) => Promise<void>): Promise<void> {
  rig.passTime(3_600_000);
  await askAgain(rig);
  await rig.push();
}

/** Somebody there has seen `from` and writes `to`. */
function inCloud(rig: Rig, from: string, to: string): void {
  const [entry] = rig.card.server.resources;
  if (entry === undefined) throw new Error('nothing is there');
  const [href, { body }] = entry;
  expect(body).toContain(from);
  rig.card.server.put(href, body.replace(from, to));
}
