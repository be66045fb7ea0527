/** Where a phone's items and the pieces of large objects go in tests, as a store would keep them. */
import { expect } from 'vitest';
import { joinOctets } from '../auth/text-octets.ts';
import type { SessionEvent } from '../events.ts';

export interface ReceivedItem {
  readonly command: 'add' | 'replace' | 'delete';
  readonly luid: string;
  readonly contentType: string | null;
  readonly data: Uint8Array | null;
}

export interface TestInbox {
  take(event: SessionEvent): void;
  readonly items: readonly ReceivedItem[];
  /** Octets of objects that came in part, by datastore and LUID. */
  readonly parts: () => Readonly<Record<string, number>>;
}

export function testInbox(): TestInbox {
  const items: ReceivedItem[] = [];
  const parts = new Map<string, ObjectInPart>();
  return {
    take(event) {
      switch (event.kind) {
        case 'item-received':
          items.push(event);
          break;
        case 'piece-received': {
          const { command, luid, contentType, offset, octets } = event;
          const begun = { command, luid, contentType, pieces: [] };
          const part = offset === 0 ? begun : parts.get(keyOf(event));
          // No piece leaves a gap before it, or it would damage the object.
          expect(part === undefined ? -1 : lengthOf(part)).toBeGreaterThanOrEqual(offset);
          if (part === undefined) break;
          const kept = joinOctets(...part.pieces).subarray(0, offset);
          parts.set(keyOf(event), { ...part, pieces: [kept, octets] });
          break;
        }
        case 'object-received': {
          const found = parts.get(keyOf(event));
          if (found === undefined) throw new Error('an object without pieces');
          items.push({ ...found, data: joinOctets(...found.pieces) });
          parts.delete(keyOf(event));
          break;
        }
        case 'object-dropped':
          parts.delete(keyOf(event));
          break;
        default:
      }
    },
    items,
    parts: () => Object.fromEntries([...parts].map(([key, part]) => [key, lengthOf(part)])),
  };
}

interface ObjectInPart extends Omit<ReceivedItem, 'data'> {
  readonly pieces: Uint8Array[];
}

function lengthOf({ pieces }: ObjectInPart): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function keyOf({ datastore, luid }: { readonly datastore: string; readonly luid: string }): string {
  return `${datastore}/${luid}`;
}
