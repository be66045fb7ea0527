/**
 * Both sides changed one item. A phone's command is answered before the cloud side has looked at it, so no Status tells
 * of the conflict (ADR 0012): what came of it comes back as a change of ours.
 */
import { createPhone } from '@anchorage/kit';
import type { Phone, SyncReport } from '@anchorage/kit';
import type { ConflictPolicy } from '@anchorage/model';
import { afterEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card30 } from './texts.ts';

let world: PhoneWorld;
afterEach(() => world.close());

interface Scene {
  readonly phone: Phone;
  readonly luid: string;
}

const cloudCard = (note: string, title: string): string =>
  card30('Adler', '+1 555 0150', `NOTE:${note}`, `TITLE:${title}`);

/** One contact, the same on both sides. */
async function settled(policy: ConflictPolicy): Promise<Scene> {
  world = await createPhoneWorld({}, { policy });
  const { url, username, password } = world;
  const phone = createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
  });
  world.cloudPut('contacts', 'a.vcf', cloudCard('old', 'Mate'));
  await phone.sync();
  const [luid] = [...phone.items('card').keys()];
  if (luid === undefined) throw new Error('a contact expected');
  return { phone, luid };
}

const edit = ({ phone, luid }: Scene, from: string, to: string): void =>
  phone.replace('card', luid, (phone.items('card').get(luid) ?? '').replace(from, to));

/** The values of a property in each text, sorted. */
const all = (texts: Iterable<string>, name: string): readonly string[] =>
  [...texts].map((text) => new RegExp(`^${name}[^:]*:(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '').toSorted();

async function bothSides({ phone }: Scene, name: string): Promise<readonly (readonly string[])[]> {
  return [all(phone.items('card').values(), name), all(await world.delivered('contacts'), name)];
}

const card = (report: SyncReport) => report.datastores['card'];

async function hasSettled({ phone }: Scene): Promise<void> {
  const quiet = card(await phone.sync());
  expect(quiet).toMatchObject({ syncType: 200, received: { add: 0, replace: 0, delete: 0 } });
}

describe('an item that both sides changed', () => {
  it('in different places comes back merged, as a Replace, to a command answered 200 (DS-109, DS-110)', async () => {
    const scene = await settled('merge');
    world.cloudPut('contacts', 'a.vcf', cloudCard('old', 'Captain'));
    edit(scene, 'NOTE:old', 'NOTE:phone');
    const report = card(await scene.phone.sync());
    expect(report?.itemStatuses[scene.luid]).toBe(200);
    expect(report?.received).toEqual({ add: 0, replace: 1, delete: 0 });
    expect(await bothSides(scene, 'NOTE')).toEqual([['phone'], ['phone']]);
    expect(await bothSides(scene, 'TITLE')).toEqual([['Captain'], ['Captain']]);
    await hasSettled(scene);
  });

  it.each<[ConflictPolicy, string, { readonly replace: number }]>([
    ['merge', 'phone', { replace: 0 }],
    ['phone-wins', 'phone', { replace: 0 }],
    ['cloud-wins', 'cloud', { replace: 1 }],
  ])('in the same place: %s (DS-109)', async (policy, winner, received) => {
    const scene = await settled(policy);
    world.cloudPut('contacts', 'a.vcf', cloudCard('cloud', 'Mate'));
    edit(scene, 'NOTE:old', 'NOTE:phone');
    const report = card(await scene.phone.sync());
    expect(report?.itemStatuses[scene.luid]).toBe(200);
    expect(report?.received).toMatchObject({ add: 0, delete: 0, ...received });
    expect(await bothSides(scene, 'NOTE')).toEqual([[winner], [winner]]);
    await hasSettled(scene);
  });

  it('in the same place, both to be kept: the second comes as an Add (DS-109, DS-111)', async () => {
    const scene = await settled('keep-both');
    world.cloudPut('contacts', 'a.vcf', cloudCard('cloud', 'Mate'));
    edit(scene, 'NOTE:old', 'NOTE:phone');
    const report = card(await scene.phone.sync());
    expect(report?.itemStatuses[scene.luid]).toBe(200);
    expect(report?.received).toEqual({ add: 1, replace: 1, delete: 0 });
    const both = ['cloud', 'phone'];
    expect(await bothSides(scene, 'NOTE')).toEqual([both, both]);
    await hasSettled(scene);
  });

  it('there, and deleted here: it comes back as an Add (DS-109)', async () => {
    const scene = await settled('merge');
    world.cloudPut('contacts', 'a.vcf', cloudCard('cloud', 'Mate'));
    scene.phone.delete('card', scene.luid);
    const report = card(await scene.phone.sync());
    expect(report?.itemStatuses[scene.luid]).toBe(200);
    expect(report?.received).toEqual({ add: 1, replace: 0, delete: 0 });
    expect(await bothSides(scene, 'NOTE')).toEqual([['cloud'], ['cloud']]);
    await hasSettled(scene);
  });

  it('here, and deleted there: it is there again, and no Delete comes (DS-109)', async () => {
    const scene = await settled('merge');
    world.cloudRemove('contacts', 'a.vcf');
    edit(scene, 'NOTE:old', 'NOTE:phone');
    const report = card(await scene.phone.sync());
    expect(report?.itemStatuses[scene.luid]).toBe(200);
    expect(report?.received).toEqual({ add: 0, replace: 0, delete: 0 });
    expect(await bothSides(scene, 'NOTE')).toEqual([['phone'], ['phone']]);
    await hasSettled(scene);
  });
});
