/** People at both ends: they enter, change and delete things, and the ledger remembers. */
import type { MemoryDav, Phone } from '@anchorage/kit';
import type { Chance } from './chance.ts';
import { cloudText, collectionOf, datastores, phoneText, readEntry } from './entries.ts';
import type { Datastore, Entry } from './entries.ts';
import type { Fields, Ledger, Side } from './ledger.ts';
import type { Story } from './story-book.ts';

export interface People {
  /** A few edits between two sessions, of either side. */
  busyDay(): void;
  /** While a sync goes on the phone's owner only enters what is new: all else the phone itself would overwrite. */
  phoneAdds(): void;
  cloudEdits(): void;
  entries(side: Side, datastore: Datastore): readonly Entry[];
}

export function createPeople(options: {
  readonly phone: Phone;
  readonly cloud: MemoryDav;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly story: Story;
}): People {
  const { phone, cloud, chance, ledger, story } = options;
  let counter = 0;
  // All of one length: of two values of which one holds the other, the longer is taken for the better.
  const fresh = (): string => String((counter += 1)).padStart(5, '0');
  const one = (): string => `+1 555 ${fresh()}`;
  const two = (): string => `http://example.org/${fresh()}`;

  return {
    busyDay() {
      for (let edits = chance.between(0, 3); edits > 0; edits -= 1) phoneEdits();
      for (let edits = chance.between(0, 2); edits > 0; edits -= 1) cloudEdits();
    },
    phoneAdds: () => phoneAdds(chance.pick(datastores)),
    cloudEdits,
    entries: (side, datastore) => held(side, datastore).map(({ entry }) => entry),
  };

  function held(side: Side, datastore: Datastore): readonly { readonly id: string; readonly entry: Entry }[] {
    const texts =
      side === 'phone'
        ? [...phone.items(datastore)]
        : cloud.members(collectionOf[datastore]).map(({ name, body }) => [name, body] as const);
    return texts.map(([id, text]) => ({ id, entry: readEntry(datastore, text) }));
  }

  function newEntry(side: Side, datastore: Datastore): Entry {
    const key = `${side === 'phone' ? 'P' : 'C'}${datastore === 'card' ? 'erson' : 'alendar'}${(counter += 1)}`;
    const entry = { key, one: one(), two: two() };
    ledger.wrote(side, datastore, key, entry);
    story.tell(() => `${side} adds ${datastore} ${key} ${entry.one} ${entry.two}`);
    return entry;
  }

  function phoneAdds(datastore: Datastore): void {
    phone.add(datastore, phoneText(datastore, newEntry('phone', datastore)));
  }

  function phoneEdits(): void {
    const datastore = chance.pick(datastores);
    const there = held('phone', datastore);
    const chosen = chance.any(there);
    if (chosen === undefined || there.length < fewest || chance.hits(0.3)) return phoneAdds(datastore);
    const { id, entry } = chosen;
    if (!mayDelete('phone', datastore, there.length)) {
      const changed = change('phone', datastore, entry);
      phone.replace(datastore, id, phoneText(datastore, changed));
      // What a phone has not sent yet it does not report as deleted either.
    } else if (phone.state().datastores[datastore]?.changes[id] !== 'add') {
      remove('phone', datastore, entry);
      phone.delete(datastore, id);
    }
  }

  function cloudEdits(): void {
    const datastore = chance.pick(datastores);
    const collection = cloud.collection(collectionOf[datastore]);
    const there = held('cloud', datastore);
    const chosen = chance.any(there);
    if (chosen === undefined || there.length < fewest || chance.hits(0.3)) {
      const entry = newEntry('cloud', datastore);
      collection.put(`${entry.key}${datastore === 'card' ? '.vcf' : '.ics'}`, cloudText(datastore, entry));
      return;
    }
    const { id, entry } = chosen;
    if (mayDelete('cloud', datastore, there.length)) {
      remove('cloud', datastore, entry);
      collection.remove(id);
      return;
    }
    const changed = change('cloud', datastore, entry);
    const body = collection.members.get(id)?.body ?? '';
    collection.put(id, rewritten(datastore, body, changed));
  }

  function change(side: Side, datastore: Datastore, entry: Entry): Entry {
    const fields = chance.pick<Fields>([{ one: one() }, { two: two() }, { one: one(), two: two() }]);
    ledger.wrote(side, datastore, entry.key, fields);
    story.tell(() => `${side} changes ${datastore} ${entry.key} ${JSON.stringify(fields)}`);
    return { ...entry, ...fields };
  }

  function remove(side: Side, datastore: Datastore, { key }: Entry): void {
    ledger.deleted(side, datastore, key);
    story.tell(() => `${side} deletes ${datastore} ${key}`);
  }

  function mayDelete(side: Side, datastore: Datastore, there: number): boolean {
    return chance.hits(0.3) && there > fewest && ledger.deletions(side, datastore) < mostDeletions;
  }
}

/** As a client of the cloud edits: the lines it changes, and no other. */
function rewritten(datastore: Datastore, body: string, { one, two }: Entry): string {
  const [first, second] = datastore === 'card' ? ['TEL', 'URL'] : ['LOCATION', 'DESCRIPTION'];
  return body
    .replace(new RegExp(`^(${first}[^:]*):.*?(\r?)$`, 'm'), `$1:${one}$2`)
    .replace(new RegExp(`^(${second}[^:]*):.*?(\r?)$`, 'm'), `$1:${two}$2`);
}

/** Neither side is ever emptied: that would wait for its owner's word. */
const fewest = 4;
const mostDeletions = 6;
