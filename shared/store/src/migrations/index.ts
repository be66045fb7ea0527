import { initial } from './0001-initial.ts';
import { passThrough } from './0002-pass-through.ts';
import { resume } from './0003-resume.ts';
import { unmapped } from './0004-unmapped.ts';
import { filters } from './0005-filters.ts';
import { pieces } from './0006-pieces.ts';
import { undo } from './0007-undo.ts';
import { places } from './0008-places.ts';
import { heldDeletions } from './0009-held-deletions.ts';
import { refusals } from './0010-refusals.ts';
import { turns } from './0011-turns.ts';
import { unheard } from './0012-unheard.ts';
import { refreshFence } from './0013-refresh-fence.ts';
import { unlisted } from './0014-unlisted.ts';
import type { Migration } from './migration.ts';

/** In order, without gaps. */
export const migrations: readonly Migration[] = [
  initial,
  passThrough,
  resume,
  unmapped,
  filters,
  pieces,
  undo,
  places,
  heldDeletions,
  refusals,
  turns,
  unheard,
  refreshFence,
  unlisted,
];

/** The schema this code was written for. */
export const schemaVersion = migrations.length;
