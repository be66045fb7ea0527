import { filterTypes } from '@anchorage/model';
import type { SyncFilter } from '@anchorage/model';
import { DavError } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';

/**
 * Two phones and another client of the server change things at random, the server loses replies, sessions break off, the
 * connector's process dies around its commits; half of the time the phones ask for a part only, now this, now that.
 * In the end all sides hold the same, everything anybody added and nobody deleted is there once, and doing it all
 * again changes nothing.
 */
describe('two phones, a cloud and bad luck', () => {
  it.each(
    Array.from({ length: 60 }, (_, at) => {
      const mode = at % 2 === 0 ? 'token' : 'listing';
      return [at + 1, mode, at < 30 ? 'everything' : 'what they filter'] as const;
    }),
  )('seed %i, by %s, the phones asking for %s', async (seed, mode, asked) => {
    const random = seeded(seed);
    const rig = await createRig({ inboxBatch: 2, outgoingBatch: 3, fetchBatch: 2, journalBatch: 3 });
    rig.card.server.mode = mode;
    const phones = [await rig.phone({ name: 'one' }), await rig.phone({ name: 'two', vcard: 'vcard21' })];
    for (const phone of phones) await phone.sync('card', slow);
    const made = new Set<string>();
    const deleted = new Set<string>();
    let serial = 0;
    for (let step = 0; step < 40; step += 1) {
      misfortune(rig, random);
      const phone = phones[random(2)] ?? phones[0];
      if (phone === undefined) continue;
      serial += 1;
      act(rig, phone, random(10), `P${serial}`, random, made, deleted);
      if (random(3) === 0) {
        const breakOff = pick([undefined, undefined, 'before-final', 'before-status'] as const, random);
        const type = random(12) === 0 ? slow : undefined;
        const filter = asked === 'everything' ? null : anyFilter(random);
        await phone.sync('card', type, { filter, ...(breakOff === undefined ? {} : { breakOff }) });
      }
      rig.passTime(random(120_000));
    }
    rig.dies.before = () => false;
    rig.dies.after = () => false;
    rig.card.server.before = () => undefined;
    rig.card.server.after = () => undefined;
    for (let round = 0; round < 4; round += 1) {
      rig.passTime(4_000_000);
      await rig.push();
      for (const phone of phones) await phone.sync('card');
    }
    const cloud = names(rig.card.server.bodies());
    for (const phone of phones) expect(names(phone.texts('card'))).toEqual(cloud);
    expect(names(await rig.items('card'))).toEqual(cloud);
    expect(cloud).toEqual(expect.arrayContaining([...made].filter((name) => !deleted.has(name))));
    expect(new Set(cloud).size).toBe(cloud.length);
    const before = rig.card.server.bodies();
    for (const phone of phones) {
      expect((await phone.sync('card')).got).toEqual([]);
      expect((await phone.sync('card', slow)).got).toEqual([]);
    }
    expect(rig.card.server.bodies()).toEqual(before);
    expect(await rig.store.quarantine.list(rig.accountId)).toEqual([]);
  });
});

function act(
  rig: Rig,
  phone: TestPhone,
  what: number,
  name: string,
  random: (below: number) => number,
  made: Set<string>,
  deleted: Set<string>,
): void {
  const held = [...phone.holds.card];
  const hrefs = [...rig.card.server.resources];
  const [luid = '', text = ''] = held[random(held.length)] ?? [];
  const [href = '', { body } = { body: '' }] = hrefs[random(hrefs.length)] ?? [];
  if (what < 3 || held.length < 3) {
    made.add(name);
    phone.add('card', person(name, `+49${name.slice(1)}`));
  } else if (what < 5) {
    phone.replace('card', luid, withNote(text, `phone-${name}`));
  } else if (what === 5) {
    for (const one of names([text])) deleted.add(one);
    phone.remove('card', luid);
  } else if (what === 6) {
    made.add(name);
    rig.card.server.put(`${name}.vcf`, person(name, `+49${name.slice(1)}`, `UID:cloud-${name}`));
  } else if (what < 9 && href !== '') {
    rig.card.server.put(href, body.replace('END:VCARD', `X-CLOUD:${name}\r\nEND:VCARD`));
  } else if (href !== '') {
    for (const one of names([body])) deleted.add(one);
    rig.card.server.remove(href);
  }
}

/** Replies that never come, before or after the deed; sometimes the server is away. */
function misfortune(rig: Rig, random: (below: number) => number): void {
  const chance = random(4);
  const fail = (operation: string): void => {
    if (operation !== 'changes' && random(3) === 0) {
      throw new DavError(random(2) === 0 ? 'timeout' : 'unreachable', 'lost', { method: 'PUT' });
    }
  };
  const dies = random(3);
  rig.dies.before = () => dies === 1 && random(4) === 0;
  rig.dies.after = () => dies === 2 && random(4) === 0;
  rig.card.server.before = chance === 1 ? fail : () => undefined;
  rig.card.server.after = chance === 2 ? fail : () => undefined;
}

/** By a digit of the name, of the properties, by both, or none. */
function anyFilter(random: (below: number) => number): SyncFilter | null {
  const type = filterTypes[random(2)] ?? 'EXCLUSIVE';
  const value = String(random(10));
  const condition = { kind: 'value', property: 'N', operator: 'CON', value, ignoreCase: false } as const;
  const records = random(3) === 0 ? [] : [{ type, condition }];
  const fields = random(3) === 0 ? { N: {}, TEL: {} } : null;
  return records.length === 0 && fields === null ? null : { records, fields };
}

function withNote(text: string, note: string): string {
  return text.replace(/NOTE[^\r]*\r\n/, '').replace('END:VCARD', `NOTE:${note}\r\nEND:VCARD`);
}

function names(texts: readonly string[]): readonly string[] {
  return texts.map((text) => /^N[;:][^\r]*?(P\d+)/m.exec(text)?.[1] ?? text).toSorted();
}

function pick<T>(list: readonly T[], random: (below: number) => number): T | undefined {
  return list[random(list.length)];
}

/** Park and Miller's generator: the same numbers for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed * 7919;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return below === 0 ? 0 : state % below;
  };
}
