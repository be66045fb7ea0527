/** Which kinds of items this package can handle. */
import type { ItemKind } from '@anchorage/model';
import { contacts } from './contact/index.ts';
import type { PimKind } from './contract.ts';
import { events } from './event/index.ts';
import { kindOfText } from './kind-of-text.ts';
import { tasks } from './task/index.ts';

/** Undefined for a kind that is not offered. */
export function pimFor(kind: ItemKind): PimKind | undefined {
  return kinds.find((one) => one.kind === kind);
}

/** Null for a text that is of no kind, or of one that is not offered. */
export function pimOfText(text: string): PimKind | null {
  const kind = kindOfText(text);
  return kind === null ? null : (pimFor(kind) ?? null);
}

const kinds: readonly PimKind[] = [contacts, events, tasks];
