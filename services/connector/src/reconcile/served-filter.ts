/**
 * Under which filter a phone was served up to its `seenRevision`. When that changes, items below it have to be looked at
 * again: the phone may lack what it was not to have before, or what was taken off it (ADR 0013).
 */
import type { SyncFilter } from '@anchorage/model';
import type { Tables } from '@anchorage/store';
import type { Frame } from './frame.ts';

export interface FilterChange {
  /** Everything has to be looked at, not only the news. */
  readonly isNew: boolean;
  /** It has the same properties of every item as before. */
  readonly sameFields: boolean;
}

export function filterChange({ part, datastore }: Pick<Frame, 'part' | 'datastore'>): FilterChange {
  const { servedFilter } = datastore;
  const own = part.filter === null ? null : JSON.stringify(part.filter);
  if (servedFilter === own) return { isNew: false, sameFields: true };
  const fields = JSON.stringify(part.filter?.fields ?? null);
  return { isNew: true, sameFields: servedFilter !== underChange && fieldsOf(servedFilter) === fields };
}

/**
 * Before anything of it goes out: should the session break off, the next one looks at everything again, whatever it asks
 * for. The front says what it was served under when the session has come to its end.
 */
export async function markChange(tx: Tables, frame: Frame): Promise<void> {
  const { accountId, datastore } = frame;
  if (!filterChange(frame).isNew || datastore.servedFilter === underChange) return;
  await tx.datastores.setServedFilter(accountId, datastore.id, underChange);
}

function fieldsOf(servedFilter: string | null): string {
  if (servedFilter === null) return 'null';
  const { fields } = JSON.parse(servedFilter) as SyncFilter;
  return JSON.stringify(fields);
}

/** Is the text of no filter. */
const underChange = 'changing';
