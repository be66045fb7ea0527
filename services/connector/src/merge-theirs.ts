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

/** What is held here of an item. */
export interface Ours extends Pick<StoredItem, 'body' | 'base'> {
  /** What it was between `base` and `body`, in order: any of it may have been written unheard. */
  readonly between?: readonly string[];
}

/** `theirs` must be readable (its kind is `pim`). */
export function mergeTheirs(pim: PimKind, item: Ours, theirs: string): Merged {
  const merged = digest(() => {
    const body = bringForward(pim, item, theirs);
    const [ours, both, server] = [item.body, body, theirs].map((text) => pim.normalise(text));
    return { body, agreed: both === server, news: both !== ours };
  });
  if (!merged.ok) return { body: theirs, agreed: true, news: true, spoilt: true };
  const { body, agreed, news } = merged.value;
  // Agreed texts may still differ in form: the server's own form is kept, so that the next comparison is by octets.
  return { body: agreed ? theirs : body, agreed, news, spoilt: false };
}

/**
 * What changed here is brought to theirs step by step. A value of theirs that is our own of some step is so passed by the next
 * one, as the older value that it is; one that is neither was written there and stays.
 */
function bringForward(pim: PimKind, { base, between = [], body }: Ours, theirs: string): string {
  const steps = [...between, body];
  return steps.reduce((there, ours, at) => {
    const before = steps[at - 1] ?? base;
    return pim.mergeCloud({ base: before, ours, theirs: there, policy: 'merge' }).body;
  }, theirs);
}
