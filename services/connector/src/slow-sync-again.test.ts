/**
 * A slow sync that is repeated changes nothing, whatever both sides hold: not for a phone that kept its LUIDs, and not for
 * one that was reset or restored and gives the same LUIDs to other items.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar, createRig, slow, vcard } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

/** Few names and numbers, so that namesakes and twins are common. */
const contact = fc
  .record({
    name: fc.constantFrom('Ann', 'Bob', 'Cid', 'Dora'),
    family: fc.constantFrom('Example', 'Sample', ''),
    cell: fc.option(fc.constantFrom('+491700000001', '0170 000 0001', '+491700000002', '030 0000-3')),
    home: fc.option(fc.constantFrom('+49300000001', '030/0000002')),
    email: fc.option(fc.constantFrom('ann@example.org', 'bob@example.org')),
    org: fc.option(fc.constantFrom('Example Ltd', 'Sample Inc')),
    note: fc.option(fc.constantFrom('met in spring', 'two\\nlines', 'näher')),
  })
  .map(({ name, family, cell, home, email, org, note }) => [
    `N:${family};${name};;;`,
    `FN:${[name, family].join(' ').trim()}`,
    ...(cell === null ? [] : [`TEL;TYPE=CELL:${cell}`]),
    ...(home === null ? [] : [`TEL;TYPE=HOME:${home}`]),
    ...(email === null ? [] : [`EMAIL:${email}`]),
    ...(org === null ? [] : [`ORG:${org}`]),
    ...(note === null ? [] : [`NOTE:${note}`]),
  ]);

const event = fc
  .record({
    title: fc.constantFrom('Dentist', 'Lunch', 'Standup'),
    day: fc.integer({ min: 1, max: 3 }),
    hour: fc.constantFrom('08', '09'),
    rule: fc.option(fc.constantFrom('FREQ=WEEKLY;COUNT=4', 'FREQ=DAILY;INTERVAL=2;COUNT=3')),
    place: fc.option(fc.constantFrom('Berlin', 'Room 3')),
  })
  .map(({ title, day, hour, rule, place }) => [
    `SUMMARY:${title}`,
    `DTSTART:2024050${day}T${hour}0000Z`,
    `DTEND:2024050${day}T${hour}3000Z`,
    ...(rule === null ? [] : [`RRULE:${rule}`]),
    ...(place === null ? [] : [`LOCATION:${place}`]),
  ]);

const kinds = [
  {
    name: 'card' as const,
    lines: contact,
    cloud: (lines: readonly string[], uid: number) => vcard(`UID:${uid}`, ...lines),
    phone: (lines: readonly string[]) => vcard(...lines),
  },
  {
    name: 'cal' as const,
    lines: event,
    cloud: (lines: readonly string[], uid: number) => calendar([`UID:${uid}`, ...lines]),
    phone: (lines: readonly string[]) => calendar(lines),
  },
];

describe.each(kinds)('$name', ({ name, lines, cloud, phone: onPhone }) => {
  const people = fc.record({
    cloud: fc.array(lines, { maxLength: 7 }),
    phone: fc.array(lines, { maxLength: 7 }),
    vcard: fc.constantFrom('vcard21' as const, 'vcard30' as const),
    order: fc.infiniteStream(fc.nat()),
  });

  it('nothing moves when it is repeated, nor after the phone was restored under other LUIDs', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (world) => {
        const rig = await createRig();
        world.cloud.forEach((each, at) => rig[name].server.put(`${at}.res`, cloud(each, at)));
        const phone = await rig.phone({ vcard: world.vcard });
        for (const each of world.phone) phone.add(name, onPhone(each));
        await phone.sync(name, slow);
        const agreed = snapshot(rig, phone, name);
        expect(agreed.phone).toHaveLength(agreed.cloud.length);
        for (let times = 0; times < 2; times += 1) {
          expect((await phone.sync(name, slow)).got).toEqual([]);
          expect(snapshot(rig, phone, name)).toEqual(agreed);
        }
        restore(phone, name, world.order);
        for (let times = 0; times < 2; times += 1) {
          expect((await phone.sync(name, slow)).got).toEqual([]);
          expect(snapshot(rig, phone, name)).toEqual(agreed);
        }
        await rig.store.close();
      }),
      { numRuns: runs, seed: 20_240_501 },
    );
  }, 240_000);
});

function snapshot(rig: Rig, phone: TestPhone, name: 'card' | 'cal') {
  return { cloud: rig[name].server.bodies().toSorted(), phone: phone.texts(name) };
}

/** From a backup: what it held, in another order, so that other items have the LUIDs. */
function restore(phone: TestPhone, name: 'card' | 'cal', order: Iterable<number>): void {
  const picks = order[Symbol.iterator]();
  const keyed = phone.texts(name).map((text) => ({ text, key: Number(picks.next().value) }));
  phone.reset();
  for (const { text } of keyed.toSorted((a, b) => a.key - b.key)) phone.add(name, text);
}

const runs = 40;
