/**
 * Anchor honesty (I6), looked at after every commit: anchors advance in the transaction that ends the datastore's part,
 * and when everything the phone has sent in it is digested, or kept for when there is something to digest it with.
 */
import type { AccountId, DatastoreId } from '@anchorage/model';
import type { Store, Tables } from '@anchorage/store';
import type { Findings } from './findings.ts';

export interface AnchorWatch {
  /** What a transaction is handed. */
  around(tx: Tables): Tables;
  /** Right after the commit, before anybody else has a turn. */
  committed(): Promise<void>;
}

export function watchAnchors(store: Store, findings: Findings): AnchorWatch {
  let advanced: {
    readonly accountId: AccountId;
    readonly datastoreId: DatastoreId;
    readonly client: string;
  }[] = [];

  return {
    around: (tx) => ({
      ...tx,
      datastores: {
        ...tx.datastores,
        setAnchors(accountId, datastoreId, anchors) {
          advanced.push({ accountId, datastoreId, client: anchors.client });
          return tx.datastores.setAnchors(accountId, datastoreId, anchors);
        },
      },
    }),
    async committed() {
      const all = advanced;
      advanced = [];
      for (const { accountId, datastoreId, client } of all) {
        const latest = await store.sessions.latestWith(accountId, datastoreId, null);
        if (latest === null) continue;
        const { session, part } = latest;
        if (part.clientNext !== client || part.state !== 'finished') {
          findings.add('I6', `anchors of ${part.datastore} advance while its part is ${part.state}`);
        }
        const [left] = await store.inbox.pending(accountId, session.id, datastoreId, 0, 1);
        if (left !== undefined && (part.counts['deferred'] ?? 0) === 0) {
          findings.add('I6', `anchors of ${part.datastore} advance before its inbox is digested`);
        }
      }
    },
  };
}
