/** What the end of a message means: the phone closed a package, or left something unfinished. */
import { receivesFromPhone } from '@anchorage/model';
import { devinfUriOf } from '@anchorage/syncml-codec';
import type { Draft } from './draft.ts';
import { dropIncoming } from './drop-incoming.ts';
import { isEnd, nextPhase } from './phases.ts';
import type { PhaseEvent } from './phases.ts';

export function endOfMessage(draft: Draft): void {
  const { state, message } = draft;
  if (!message.final || isEnd(state.phase) || isMisplacedFinal(draft)) return;
  // A package ended within a large object (SyncML Sync Protocol 1.1, 2.10).
  dropIncoming(draft);
  const before = state.phase;
  state.phase = nextPhase(before, finalEvent(draft));
  if (before === 'init' || before === 'combined-in') askForDevInf(draft);
  if (state.phase === 'sync-out' && before !== 'sync-out') receivedAll(draft);
}

/**
 * A phone that asks for package 2 again, or for the rest of it, and closes its message with `Final` has not closed
 * package 3: it has not begun it (Funambol clients put `Final` into each Alert 222).
 */
function isMisplacedFinal({ state }: Draft): boolean {
  return (
    state.phase === 'sync-in' &&
    state.request?.asksAgain === true &&
    state.datastores.some((datastore) => !datastore.failed) &&
    !state.datastores.some((datastore) => datastore.synced)
  );
}

function finalEvent({ state }: Draft): PhaseEvent {
  const refused = state.phase === 'combined-in' && state.datastores.some((datastore) => datastore.resend);
  return refused ? 'phone-final-refused' : 'phone-final';
}

/**
 * Package 3 is complete. A datastore that takes the phone's changes and got no Sync element is left out: taking it for
 * empty would delete everything (the phone usually leaves out what it could not open).
 */
function receivedAll({ state, events }: Draft): void {
  state.package4 = state.serverMsgId + 1;
  for (const datastore of state.datastores) {
    // Repeated after its own end, which a one-way sync from the phone reaches early.
    if (datastore.finished) continue;
    if (!datastore.synced && receivesFromPhone(datastore.syncType)) datastore.failed = true;
    if (datastore.failed) continue;
    datastore.received = true;
    events.push({ kind: 'datastore-received', datastore: datastore.name });
  }
}

/** SyncML Sync Protocol 1.1, 4.2. Asked again when the phone syncs a datastore that its DevInf did not name. */
function askForDevInf({ state, facts }: Draft): void {
  if (state.devInf !== 'unknown') return;
  const missing = state.datastores.some(
    ({ name }) => (facts.profile.datastores[name]?.source ?? null) === null,
  );
  if (facts.devInfKnown && !missing) return;
  state.devInf = 'asked';
  state.commands.push({ kind: 'get', uri: devinfUriOf[state.dialect.version] });
}
