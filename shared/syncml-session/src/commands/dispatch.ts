/** Which file a command goes to. */
import type { Command } from '@anchorage/syncml-codec';
import { answer, answerAll } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { isEnd } from '../phases.ts';
import { takeAlert } from './alert.ts';
import { takeGet, takePut, takeResults } from './device-info.ts';
import { takeMap } from './map.ts';
import { takeStatus } from './status.ts';
import { takeSync } from './sync.ts';
import { refuseUnsupported } from './unsupported.ts';

/** A command in the body of a message, or in a Sequence or Atomic there. */
export function dispatch(draft: Draft, command: Command): void {
  if (isEnd(draft.state.phase) && draft.state.phase !== 'done') {
    // 514: not executed, repeat it in the next session (SyncML Representation Protocol 1.2.2, 10).
    if (command.name !== 'Status') answerAll(draft, command, 514);
    return;
  }
  switch (command.name) {
    case 'Status':
      takeStatus(draft, command);
      return;
    case 'Alert':
      takeAlert(draft, command);
      return;
    case 'Sync':
      takeSync(draft, command);
      return;
    case 'Map':
      takeMap(draft, command);
      return;
    case 'Put':
      takePut(draft, command);
      return;
    case 'Get':
      takeGet(draft, command);
      return;
    case 'Results':
      takeResults(draft, command);
      return;
    case 'Sequence':
      answer(draft, command, 200);
      for (const child of command.commands) dispatch(draft, child);
      return;
    case 'Add':
    case 'Replace':
    case 'Delete':
      // Outside a Sync element nobody knows which datastore is meant.
      answer(draft, command, 405);
      return;
    case 'Atomic':
    case 'Copy':
    case 'Move':
    case 'Exec':
    case 'Search':
      refuseUnsupported(draft, command);
      return;
    default:
      command satisfies never;
  }
}
