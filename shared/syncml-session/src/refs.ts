/** What a Status repeats of the command it answers (SyncML Representation Protocol 1.2.2, 6.4.1). */
import type { Command, Item } from '@anchorage/syncml-codec';

export interface Refs {
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
}

export const noRefs: Refs = { targetRefs: [], sourceRefs: [] };

/** The LocURIs of one Item. */
export function refsOfItem(item: Item): Refs {
  return { targetRefs: filled(item.target?.uri), sourceRefs: filled(item.source?.uri) };
}

/** The LocURIs of a whole command: its own, or those of its Items. */
export function refsOf(command: Command): Refs {
  switch (command.name) {
    case 'Sync':
    case 'Map':
      return { targetRefs: filled(command.target?.uri), sourceRefs: filled(command.source?.uri) };
    case 'Atomic':
    case 'Sequence':
    case 'Search':
    case 'Status':
      return noRefs;
    default: {
      const refs = command.items.map(refsOfItem);
      return {
        targetRefs: refs.flatMap((ref) => ref.targetRefs),
        sourceRefs: refs.flatMap((ref) => ref.sourceRefs),
      };
    }
  }
}

function filled(uri: string | undefined): readonly string[] {
  return uri === undefined || uri === '' ? [] : [uri];
}
