/** Which kinds of items this package can handle. */
import type { ItemKind } from '@anchorage/model';
import { contacts } from './contact/index.ts';
import type { PimKind } from './contract.ts';
import { events } from './event/index.ts';
import { tasks } from './task/index.ts';

/** Undefined for a kind that is not offered. */
export function pimFor(kind: ItemKind): PimKind | undefined {
  return kinds.find((one) => one.kind === kind);
}

const kinds: readonly PimKind[] = [contacts, events, tasks];
