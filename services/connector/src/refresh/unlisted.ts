/**
 * What was created from here and then deleted in the cloud, before we had written down that the create arrived: the server's
 * word of its end (some servers say nothing of what came and went between two positions) passed while there was nothing for it
 * to end. So an item that no listing has ever named is asked for by name, once.
 */
import { comparableHref } from '../hrefs.ts';
import { askFor } from './bring-in.ts';
import type { RefreshScope } from './scope.ts';

export interface Unlisted {
  /** The server has spoken of these by itself; stored by now. */
  named(hrefs: readonly string[]): Promise<void>;
  /** Asks for those that it has not named. Throws like `askFor`. */
  lookFor(): Promise<void>;
}

/** To be called before the server is asked what has changed: what is confirmed later may not have been there. */
export async function findUnlisted(scope: RefreshScope): Promise<Unlisted> {
  const { tools, accountId, collection } = scope;
  const { items } = tools.store;
  const hrefs = await items.unlisted(accountId, collection.id);
  const waiting = new Map(hrefs.map((href) => [comparableHref(href), href]));
  return {
    async named(list) {
      const found = [...new Set(list.map(comparableHref))].filter((name) => waiting.has(name));
      if (found.length === 0) return;
      await items.markListed(
        accountId,
        collection.id,
        found.map((name) => waiting.get(name) ?? name),
      );
      for (const name of found) waiting.delete(name);
    },
    async lookFor() {
      const left = [...waiting.values()];
      if (left.length === 0) return;
      await askFor(scope, left);
      await items.markListed(accountId, collection.id, left);
    },
  };
}
