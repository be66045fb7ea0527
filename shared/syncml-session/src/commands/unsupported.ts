import type { Command } from '@anchorage/syncml-codec';
import { answerAll } from '../draft.ts';
import type { Draft } from '../draft.ts';

/** Commands we do not offer (DS-117, DS-118, DS-119): refused with everything inside, and the session goes on. */
export function refuseUnsupported(draft: Draft, command: Command): void {
  answerAll(draft, command, command.name === 'Exec' || command.name === 'Search' ? 501 : 406);
}
