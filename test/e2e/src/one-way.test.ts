/**
 * Syncs in one direction and refreshes with a real client: what moves, what must not, on both sides; what the next sync
 * makes of the rest; and a refresh that would empty a side.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { contactText, editDelay, type SyncEvolution, type SyncEvolutionMode } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardPhone, cardsOf, syncThrough } from './card-phone.ts';
import { isOfSeed } from './photos.ts';
import { startWorld, type World } from './world.ts';

/** Contacts by who has them before the sync. Each side has changed one, deleted one and added one since both had all. */
const seeds = {
  both: 601,
  changedByPhone: 602,
  changedInCloud: 603,
  deletedByPhone: 604,
  deletedInCloud: 605,
  addedByPhone: 606,
  addedInCloud: 607,
} as const;
type Contact = keyof typeof seeds;
const old: readonly Contact[] = [
  'both',
  'changedByPhone',
  'changedInCloud',
  'deletedByPhone',
  'deletedInCloud',
];
const changes = ['changedByPhone', 'changedInCloud'] as const;
type Change = (typeof changes)[number];

interface Expectation {
  readonly mode: SyncEvolutionMode;
  /** Which contacts each side has afterwards, and whose changes it has seen. */
  readonly phone: readonly Contact[];
  readonly phoneSees: readonly Change[];
  readonly cloud: readonly Contact[];
  readonly cloudSees: readonly Change[];
  /** The sync that brings both sides to the same, and what they have then. */
  readonly next: 'two-way' | 'slow';
  readonly inTheEnd: readonly Contact[];
  readonly bothSee: readonly Change[];
}

const untouched: readonly Contact[] = ['both', 'changedByPhone', 'changedInCloud'];
const onPhone: readonly Contact[] = [...untouched, 'deletedInCloud', 'addedByPhone'];
const inCloud: readonly Contact[] = [...untouched, 'deletedByPhone', 'addedInCloud'];
const merged: readonly Contact[] = [...untouched, 'addedByPhone', 'addedInCloud'];

let world: World;
let device: SyncEvolution;
beforeEach(async () => {
  world = await startWorld({ product: 'radicale' });
  device = await cardPhone(world, 'phone', { encoding: 'wbxml' });
  for (const name of old) await device.write('card', name, contactText(seeds[name], 'text/vcard'));
  await syncThrough(world, device);
  const filled = contactsIn(await world.bodies('contacts'));
  if (filled.length !== old.length) throw new Error(`the first sync brought ${filled.length} contacts`);
});
afterEach(async () => {
  await world.close();
});

describe('a real client, with changes on both sides', () => {
  it.each<Expectation>([
    {
      mode: 'one-way-from-local',
      phone: onPhone,
      phoneSees: ['changedByPhone'],
      // What the cloud has done stays there, and comes with the next sync.
      cloud: merged,
      cloudSees: ['changedByPhone', 'changedInCloud'],
      next: 'two-way',
      inTheEnd: merged,
      bothSee: ['changedByPhone', 'changedInCloud'],
    },
    {
      mode: 'one-way-from-remote',
      phone: merged,
      phoneSees: ['changedByPhone', 'changedInCloud'],
      cloud: inCloud,
      cloudSees: ['changedInCloud'],
      // SyncEvolution 2.0 forgets the edits that it was not to send: a two-way sync would leave them on the phone alone. In
      // a slow one what it has deleted is merely missing, and comes back.
      next: 'slow',
      inTheEnd: [...merged, 'deletedByPhone'],
      bothSee: ['changedByPhone', 'changedInCloud'],
    },
    {
      mode: 'refresh-from-local',
      phone: onPhone,
      phoneSees: ['changedByPhone'],
      cloud: onPhone,
      cloudSees: ['changedByPhone'],
      next: 'two-way',
      inTheEnd: onPhone,
      bothSee: ['changedByPhone'],
    },
    {
      mode: 'refresh-from-remote',
      phone: inCloud,
      phoneSees: ['changedInCloud'],
      cloud: inCloud,
      cloudSees: ['changedInCloud'],
      next: 'two-way',
      inTheEnd: inCloud,
      bothSee: ['changedInCloud'],
    },
  ])('$mode', async ({ mode, phone, phoneSees, cloud, cloudSees, next, inTheEnd, bothSee }) => {
    await editBothSides();
    await syncThrough(world, device, mode);
    expect(await bothSides()).toEqual({ phone: seen(phone, phoneSees), cloud: seen(cloud, cloudSees) });
    await syncThrough(world, device, next);
    const both = seen(inTheEnd, bothSee);
    expect(await bothSides()).toEqual({ phone: both, cloud: both });
  });
});

describe('a refresh that would empty a side waits for the word of its owner (F21)', () => {
  it('the cloud, from a phone that has lost everything', async () => {
    for (const name of (await device.items('card')).keys()) await device.remove('card', name);
    await syncThrough(world, device, 'refresh-from-local');
    expect(await bothSides()).toEqual({ phone: seen([], []), cloud: seen(old, []) });
    expect(await confirmHeld()).toEqual({ deleted: old.length });
    expect(await bothSides()).toEqual({ phone: seen([], []), cloud: seen([], []) });
  });

  it('the phone, from a cloud that has lost everything', async () => {
    for (const { href } of await world.cloud.listAll(world.user, 'contacts'))
      await world.cloud.remove(world.user, href);
    await world.operator.sync(world.account);
    await syncThrough(world, device, 'refresh-from-remote');
    expect(await bothSides()).toEqual({ phone: seen(old, []), cloud: seen([], []) });
    expect(await confirmHeld()).toEqual({ deleted: old.length });
    await syncThrough(world, device);
    expect(await bothSides()).toEqual({ phone: seen([], []), cloud: seen([], []) });
  });

  /** What the command line says of it. */
  async function confirmHeld(): Promise<unknown> {
    const run = (...words: string[]) => world.operator.run(['hold', ...words, '--account', world.account]);
    const { holds } = (await run('list')) as { holds: { session: string; deletions: number }[] };
    expect(holds).toMatchObject([{ deletions: old.length }]);
    const answer = await run('confirm', holds[0]?.session ?? '');
    await world.operator.sync(world.account);
    return answer;
  }
});

async function editBothSides(): Promise<void> {
  await sleep(editDelay);
  const there = await device.items('card');
  const fileOf = (name: Contact) => [...there].find(([, text]) => isOf(name, text)) ?? ['', ''];
  const [changedFile, changedText] = fileOf('changedByPhone');
  await device.write('card', changedFile, withNote(changedText, 'changedByPhone'));
  await device.remove('card', fileOf('deletedByPhone')[0]);
  await device.write('card', 'new', contactText(seeds.addedByPhone, 'text/vcard'));
  for (const { href, body } of await world.cloud.listAll(world.user, 'contacts')) {
    const name = decodeURIComponent(href.slice(href.lastIndexOf('/') + 1));
    if (isOf('changedInCloud', body))
      await world.cloud.put(world.user, 'contacts', name, withNote(body, 'changedInCloud'));
    if (isOf('deletedInCloud', body)) await world.cloud.remove(world.user, href);
  }
  await world.cloud.put(world.user, 'contacts', 'new.vcf', contactText(seeds.addedInCloud, 'text/vcard'));
  await world.operator.sync(world.account);
}

interface Seen {
  /** Names of the contacts, as often as each is there. */
  readonly contacts: readonly string[];
  readonly changes: readonly Change[];
}

async function bothSides(): Promise<{ phone: Seen; cloud: Seen }> {
  return { phone: seenIn(await cardsOf(device)), cloud: seenIn(await world.bodies('contacts')) };
}

function seenIn(texts: readonly string[]): Seen {
  return seen(
    contactsIn(texts),
    changes.filter((change) => texts.some((text) => text.includes(`NOTE:${change}`))),
  );
}

function seen(contacts: readonly string[], changesSeen: readonly Change[]): Seen {
  return { contacts: contacts.toSorted(), changes: changesSeen };
}

function isOf(name: Contact, text: string): boolean {
  return isOfSeed(text, seeds[name]);
}

function withNote(text: string, note: string): string {
  return text
    .replace(/^NOTE(?:[;:].*)\r?\n(?: .*\r?\n)*/gm, '')
    .replace(/^END:VCARD/m, `NOTE:${note}\r\nEND:VCARD`);
}

function contactsIn(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => (Object.keys(seeds) as Contact[]).find((name) => isOf(name, text)) ?? 'somebody')
    .toSorted();
}
