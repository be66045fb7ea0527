/** Our version of an item with the one the DAV server has: three ways, on normalised texts. */
import type { PimKind } from '@anchorage/pim';
import type { StoredItem } from '@anchorage/store';
import { digest } from './digest.ts';

export interface Merged {
  readonly body: string;
  /** The server has it all: nothing is left to push. */
  readonly agreed: boolean;
  /** Phones have something to learn: it differs from what we held. */
  readonly news: boolean;
  /** Ours could not be merged and gives way to theirs. */
  readonly spoilt: boolean;
}

/** `theirs` must be readable (its kind is `pim`). */
export function mergeTheirs(pim: PimKind, item: Pick<StoredItem, 'body' | 'base'>, theirs: string): Merged {
  const merged = digest(() => {
    const { body } = pim.mergeCloud({ base: item.base, ours: item.body, theirs, policy: 'merge' });
    const [ours, both, server] = [item.body, body, theirs].map((text) => pim.normalise(text));
    return { body, agreed: both === server, news: both !== ours };
  });
  if (!merged.ok) return { body: theirs, agreed: true, news: true, spoilt: true };
  const { body, agreed, news } = merged.value;
  // Agreed texts may still differ in form: the server's own form is kept, so that the next comparison is by octets.
  return { body: agreed ? theirs : body, agreed, news, spoilt: false };
}
