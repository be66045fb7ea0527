/** Every phone model through the real front and connector, in every situation a phone meets. */
import { createModelPhone, phoneModels } from '@anchorage/kit';
import type { Phone, PhoneModel, PhoneOptions } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30, event10, event20 } from './texts.ts';

let world: PhoneWorld;
beforeEach(async () => {
  world = await createPhoneWorld({ compression: 'both', basicOverHttp: true });
});
afterEach(() => world.close());

const named = (models: readonly PhoneModel[]) => models.map((model) => [model.name, model] as const);

describe.each(named(phoneModels))('%s', (_, model) => {
  it('does its first slow sync, both sides full', async () => {
    const phone = await settled(world, model);
    expect(texts(phone, 'card')).toHaveLength(3);
    expect(texts(phone, 'cal')).toHaveLength(2);
    expect(await world.delivered('contacts')).toHaveLength(3);
    expect(await world.delivered('calendar')).toHaveLength(2);
    const name =
      model.charset === 'ISO-8859-1'
        ? /^N\S*:(?:M\u00fcller|M=FCller);/m
        : /^N\S*:(?:M\u00fcller|M=C3=BCller);/m;
    expect(texts(phone, 'card').join('\n')).toMatch(name);
    expect((await world.delivered('contacts')).join('\n')).toContain('Gr\u00fcn');
  });

  it('does a two-way sync with edits on both sides, and then has nothing to do', async () => {
    const phone = await settled(world, model);
    const luid = luidOf(phone, '0150');
    phone.replace('card', luid, card21('Adler', '+1 555 0151'));
    phone.add('cal', event10('Dentist', '20260301'));
    world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0162'));
    world.cloudRemove('contacts', 'k.vcf');
    await phone.sync();
    const cards = texts(phone, 'card').join('\n');
    expect(cards).toContain('0162');
    expect(cards).not.toContain('Kraus');
    const delivered = (await world.delivered('contacts')).join('\n');
    expect(delivered).toContain('0151');
    expect(await world.delivered('calendar')).toHaveLength(3);
    const quiet = await phone.sync();
    for (const one of Object.values(quiet.datastores)) {
      expect([one.finished, one.syncType]).toEqual([true, 200]);
      expect(one.sent).toEqual({ add: 0, replace: 0, delete: 0 });
      expect(one.received).toEqual({ add: 0, replace: 0, delete: 0 });
    }
  });

  it.each(oneWay.filter((type) => model.syncTypes.includes(type - 199)))(
    'finishes a sync of type %i',
    async (type) => {
      const phone = await settled(world, model);
      phone.add('card', card21('Eder', '+1 555 0170'));
      world.cloudPut('contacts', 'f.vcf', card30('Fuchs', '+1 555 0171'));
      const report = await phone.sync({ type });
      expect(report.datastores['card']).toMatchObject({ syncType: type, finished: true });
      const fromPhone = type === 202 || type === 203;
      const here = texts(phone, 'card').join('\n');
      const there = (await world.delivered('contacts')).join('\n');
      expect([here.includes('Fuchs'), there.includes('Eder')]).toEqual([!fromPhone, fromPhone]);
    },
  );

  it('loses the reply to each message in turn', async () => {
    const phone = await settled(world, model);
    phone.add('card', card21('Eder', '+1 555 0170'));
    world.cloudPut('contacts', 'f.vcf', card30('Fuchs', '+1 555 0171'));
    const report = await phone.sync({ loseReplyTo: Array.from({ length: 20 }, (_, at) => at + 1) });
    expect(report.outcome).toBe('finished');
    expect(texts(phone, 'card')).toHaveLength(5);
    expect(await world.delivered('contacts')).toHaveLength(5);
  });

  it('is refused with a wrong password', async () => {
    const phone = phoneOf(world, model, { password: 'wrong' });
    phone.add('card', card21('Adler', '+1 555 0150'));
    expect((await phone.sync()).outcome).toBe('refused');
    expect(await world.delivered('contacts')).toEqual([]);
  });

  it('gets more items than a message holds', async () => {
    const phone = await settled(world, model);
    putMany(world, 120);
    await phone.sync();
    expect(texts(phone, 'card')).toHaveLength(123);
  });
});

it.each(named(phoneModels.filter(({ rules }) => rules.maxDeletes !== undefined)))(
  '%s gets more deletions than it survives in one message',
  async (_, model) => {
    const phone = await settled(world, model);
    putMany(world, 650);
    await phone.sync();
    // Below the share of a datastore that would be held back for its owner's word.
    for (let at = 0; at < 110; at += 1) world.cloudRemove('contacts', `n${at}.vcf`);
    await phone.sync();
    expect(texts(phone, 'card')).toHaveLength(543);
  },
);

it.each(named(phoneModels.filter(({ maxObjSize }) => maxObjSize !== null)))(
  '%s carries a large object both ways',
  async (_, model) => {
    const phone = await settled(world, model);
    const long = 'All about the roof. '.repeat(800);
    const luid = phone.add('card', card21('Large', '+1 555 0180', `NOTE:${long}`));
    world.cloudPut('contacts', 'big.vcf', card30('Big', '+1 555 0181', `NOTE:${long}`));
    const report = await phone.sync();
    expect(report.datastores['card']?.itemStatuses[luid]).toBe(201);
    expect((await world.delivered('contacts')).filter((text) => text.length > 15_000)).toHaveLength(2);
    expect(texts(phone, 'card').filter((text) => text.length > 15_000)).toHaveLength(2);
  },
);

it('what a model does not offer cannot be asked of it', async () => {
  const model = phoneModels.find(({ syncTypes }) => !syncTypes.includes(5));
  if (model === undefined) throw new TypeError('no such model');
  await expect(phoneOf(world, model).sync({ type: 204 })).rejects.toThrow('offers no sync of type 204');
});

/** Alert codes. */
const oneWay = [202, 203, 204, 205];

function putMany(world: PhoneWorld, count: number): void {
  for (let at = 0; at < count; at += 1) {
    world.cloudPut('contacts', `n${at}.vcf`, card30(`Many${at}`, `+1 555 ${1000 + at}`));
  }
}

function phoneOf(world: PhoneWorld, model: PhoneModel, more: Partial<PhoneOptions> = {}): Phone {
  const { url, username, password } = world;
  return createModelPhone(model, { url, username, password, ...more });
}

/** After its first sync: three contacts and two events on both sides. */
async function settled(world: PhoneWorld, model: PhoneModel): Promise<Phone> {
  const phone = phoneOf(world, model);
  world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0160'));
  world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
  world.cloudPut('calendar', 'c.ics', event20('Concert', '20260214'));
  phone.add('card', card21('Adler', '+1 555 0150', noteOf(model)));
  phone.add('cal', event10('Breakfast', '20260210'));
  const report = await phone.sync();
  expect(report.outcome).toBe('finished');
  return phone;
}

/** Eight-bit text the way the model writes it. */
function noteOf(model: PhoneModel): string {
  // Octets that are not UTF-8 stand in no XML document.
  if (model.charset === 'ISO-8859-1' && model.encoding === 'xml') {
    return 'NOTE;ENCODING=QUOTED-PRINTABLE:Gr=FCn';
  }
  return model.charset === 'ISO-8859-1' ? 'NOTE:Gr\u00fcn' : 'NOTE;CHARSET=UTF-8:Gr\u00fcn';
}

function texts(phone: Phone, datastore: string): readonly string[] {
  return [...phone.items(datastore).values()];
}

function luidOf(phone: Phone, part: string): string {
  return [...phone.items('card')].find(([, text]) => text.includes(part))?.[0] ?? '';
}
