/** Edits on both sides of a synced pair: adds, changes and deletes that do not touch each other's items. */
import {
  contactFacts,
  contactText,
  eventFacts,
  eventText,
  inventContact,
  inventEvent,
  type SyncEvolution,
} from '@anchorage/kit';
import { plainSeeds, type Store } from './syncevolution-data.ts';
import type { World } from './world.ts';

/** What was there before (`items` of each store), and how many edits of each sort to make. */
export interface Extent {
  readonly items: number;
  readonly edits: number;
}

/** On the phone, among the lowest seeds. */
export async function editPhone(phone: SyncEvolution, { items, edits }: Extent): Promise<void> {
  for (const store of ['card', 'cal'] as const) {
    const texts = await phone.items(store);
    const seeds = enough(
      edits,
      plainSeeds(store, items).filter((seed) => texts.has(String(seed))),
    );
    for (let index = 0; index < edits; index += 1)
      await phone.write(store, `new-${index}`, newText(store, 1000 + index));
    for (const seed of seeds.slice(0, edits)) {
      await phone.write(store, String(seed), changed(store, texts.get(String(seed)) ?? '', 'phone'));
    }
    for (const seed of seeds.slice(edits, 2 * edits)) await phone.remove(store, String(seed));
  }
}

/** In the cloud, among the highest seeds. */
export async function editCloud({ cloud, user }: World, { items, edits }: Extent): Promise<void> {
  for (const store of ['card', 'cal'] as const) {
    const collection = store === 'card' ? 'contacts' : 'calendar';
    const extension = store === 'card' ? 'vcf' : 'ics';
    const resources = await cloud.listAll(user, collection);
    const resourceOf = (seed: number) => resources.find(({ body }) => isOfSeed(store, seed, body));
    const edited = enough(
      edits,
      plainSeeds(store, items)
        .toReversed()
        .flatMap((seed) => resourceOf(seed) ?? []),
    );
    for (const { href, body } of edited.slice(0, edits)) {
      const name = decodeURIComponent(href.slice(href.lastIndexOf('/') + 1));
      await cloud.put(user, collection, name, changed(store, body, 'cloud'));
    }
    for (const { href } of edited.slice(edits, 2 * edits)) await cloud.remove(user, href);
    for (let index = 0; index < edits; index += 1) {
      await cloud.put(user, collection, `cloud-${index}.${extension}`, newText(store, 2000 + index));
    }
  }
}

/** Too few would make a test that shows less than it says. */
function enough<T>(edits: number, found: readonly T[]): readonly T[] {
  if (found.length < 4 * edits)
    throw new Error(`only ${found.length} items for ${edits} edits of each sort on both sides`);
  return found;
}

function newText(store: Store, seed: number): string {
  return store === 'card' ? contactText(seed, 'text/vcard') : eventText(seed, 'text/calendar');
}

/** High seeds are part of the names that the builders invent, so that nobody else is called the same. */
function isOfSeed(store: Store, seed: number, body: string): boolean {
  if (store === 'card')
    return contactFacts(body).some((fact) => fact.startsWith(`n ${inventContact(seed).family};`));
  return (
    eventFacts(body)
      .get('')
      ?.includes(`summary ${inventEvent(seed).summary}`) === true
  );
}

function changed(store: Store, text: string, where: 'phone' | 'cloud'): string {
  return store === 'card'
    ? text
        .replace(/^END:VCARD/m, `URL:https://example.org/${where}\r\nEND:VCARD`)
        .replace(/^TEL(.*):.*$/m, 'TEL$1:+15550177')
    : text.replace(/^SUMMARY:(.*?)\r?$/m, `SUMMARY:$1 by the ${where}\r`);
}
