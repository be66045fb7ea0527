/**
 * A collection's position as it is stored: the provider's `SyncPosition` and, while a listing is being doubted, what
 * that listing looked like and since when.
 */
import { createHash } from 'node:crypto';
import type { ListedResource, SyncPosition } from '@anchorage/providers';

export interface Doubt {
  readonly fingerprint: string;
  readonly since: number;
}

export interface StoredPosition {
  readonly position: SyncPosition | null;
  readonly doubt: Doubt | null;
}

/** An unreadable text means: read the collection from the beginning. */
export function readPosition(text: string | null): StoredPosition {
  if (text === null) return nowhere;
  try {
    const stored = JSON.parse(text) as Partial<StoredPosition>;
    return { position: stored.position ?? null, doubt: stored.doubt ?? null };
  } catch {
    return nowhere;
  }
}

export function writePosition(stored: StoredPosition): string {
  return JSON.stringify(stored.doubt === null ? { position: stored.position } : stored);
}

/** Equal for listings with the same members and ETags, in whatever order. */
export function fingerprintOf(members: readonly ListedResource[]): string {
  const hash = createHash('sha256');
  for (const line of members.map(({ href, etag }) => `${href}\n${etag}\n`).toSorted()) hash.update(line);
  return hash.digest('hex');
}

const nowhere: StoredPosition = { position: null, doubt: null };
