/** What the portal and each of its routes work with. */
import type { JobQueue } from '@anchorage/jobs';
import type { Clock, Logger, Randomness } from '@anchorage/model';
import type { Provider, ProviderName } from '@anchorage/providers';
import type { Store } from '@anchorage/store';

export interface PortalOptions {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly provider: (name: ProviderName) => Provider;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly logger: Logger;
  /** What `Authorization: Bearer` must carry. */
  readonly token: string;
  /** How long a session can be undone, in milliseconds. */
  readonly retention: number;
  /** The URL phones are told, without the path, e.g. `http://sync.example.org:8080`. Asked each time: the port may be known late. */
  readonly publicUrl: () => string;
}
