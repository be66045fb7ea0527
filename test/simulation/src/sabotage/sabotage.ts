/**
 * Faults that a careless change could bring into the product, planted from outside: what a process is handed is wrapped,
 * the product itself knows nothing of it. The oracle must find each of them.
 */
import type { ConnectorOptions } from '@anchorage/connector';
import type { Store } from '@anchorage/store';
import { deleteOnListing404, finishBeforePut, tokenBeforeItems } from './cloud-sabotage.ts';
import { matchByNameOnly } from './match-by-name.ts';
import {
  anchorsAtOnce,
  forgetLastRequest,
  mergeWithoutBase,
  neverTooMuch,
  undoUnseen,
} from './store-sabotage.ts';

export interface Sabotage {
  readonly frontStore?: (store: Store) => Store;
  readonly connectorStore?: (store: Store) => Store;
  readonly providers?: (
    providers: ConnectorOptions['providers'],
    store: Store,
  ) => ConnectorOptions['providers'];
  readonly match?: NonNullable<ConnectorOptions['match']>;
}

export const sabotages = {
  /** Anchors advance when a session begins, not with the reply that ends it. */
  'anchor-before-commit': { frontStore: anchorsAtOnce },
  /** The journal says done, then the PUT is sent. */
  'mapping-before-put': { providers: finishBeforePut },
  /** A message that was taken in before is taken in once more. */
  'resent-taken-twice': { frontStore: forgetLastRequest },
  /** What a phone sends is merged as if nothing were known of what it had. */
  'merge-without-base': { connectorStore: mergeWithoutBase },
  /** A slow sync takes namesakes for one person. */
  'match-by-name': { match: matchByNameOnly },
  /** The sync-token is stored before the items that it covers. */
  'token-before-items': { providers: tokenBeforeItems },
  /** A collection that is not found is taken for an empty one. */
  'delete-on-404': { providers: deleteOnListing404 },
  /** An undo changes items and leaves the mappings of phones as if they had been told. */
  'undo-without-mappings': { connectorStore: undoUnseen },
  /** Nobody counts how much a session takes away. */
  'no-guard': { connectorStore: neverTooMuch },
} as const satisfies Readonly<Record<string, Sabotage>>;

export type SabotageName = keyof typeof sabotages;
export const sabotageNames = Object.keys(sabotages) as readonly SabotageName[];

export function isSabotage(name: string): name is SabotageName {
  return Object.hasOwn(sabotages, name);
}

export function sabotageNamed(name: SabotageName | null): Sabotage {
  return name === null ? {} : sabotages[name];
}
