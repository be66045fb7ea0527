import type { AccountId } from '@anchorage/model';
import type { CloudCollection } from '@anchorage/providers';
import type { Collection } from '@anchorage/store';
import type { Tools } from '../tools.ts';

/** What every step of one refresh works on. */
export interface RefreshScope {
  readonly tools: Tools;
  readonly accountId: AccountId;
  readonly collection: Collection;
  readonly cloud: CloudCollection;
  readonly signal: AbortSignal;
  /** Taken when the refresh began; nothing of it is stored any more once another has taken a newer one. */
  readonly fence: number;
  /** Hrefs in quarantine when the refresh began: only these need a look when they turn out well. */
  readonly quarantined: ReadonlySet<string>;
  /** Those of them that the server named and did not deliver: nothing will name them again when it can. */
  readonly undelivered: readonly string[];
}
