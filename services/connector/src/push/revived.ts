/**
 * An item that lives again here after the server had deleted it, as far as is known: an empty listing is not always true. Where
 * it is there all the same, both are merged. Where it has gone it is created under a new UID and name: trash bins keep both.
 */
import { DavError } from '@anchorage/providers';
import type { StoredItem } from '@anchorage/store';
import { freshIdentity } from '../fresh-identity.ts';
import { keepFormerName } from './former-name.ts';
import { join } from './join.ts';
import { cause, commit, hasMoved } from './scope.ts';
import type { PushScope, Step } from './scope.ts';

/** Throws `DavError`, `StoreError`. */
export async function pushRevived(scope: PushScope, item: StoredItem): Promise<Step> {
  const { accountId, collection, cloud, signal, tools } = scope;
  const [answer] = await cloud.fetch([item.href], signal);
  if (answer?.kind === 'found') return join(scope, item, answer);
  if (answer?.kind !== 'gone')
    throw new DavError('server-failure', 'a resource that exists is not delivered', { method: 'GET' });
  return commit(scope, item, async (tx, now, revisions) => {
    if (hasMoved(item, now) || now.deleted) return 'again';
    await tx.items.update(accountId, item.id, freshIdentity(collection.url, now.body, tools.random), cause);
    await keepFormerName(scope, tx, now, revisions.next());
    return 'again';
  });
}
