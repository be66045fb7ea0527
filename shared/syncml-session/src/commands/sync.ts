/** Sync: the phone's changes to one datastore (SyncML Sync Protocol 1.1, 5.1). */
import { receivesFromPhone } from '@anchorage/model';
import type { Command, Meta, SyncCommand } from '@anchorage/syncml-codec';
import { answer, answerAll, openDatastore } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { datastoreOf } from '../luids.ts';
import { nextPhase } from '../phases.ts';
import type { Phase } from '../phases.ts';
import { missedPackageFour } from '../repeated-package.ts';
import type { DatastoreState } from '../state.ts';
import { takeItems } from './items.ts';
import { refuseUnsupported } from './unsupported.ts';

/**
 * A second Sync element for the same datastore continues the first (SyncML Sync Protocol 1.1, 2.9). The Status of the
 * Sync itself says nothing of what is inside.
 */
export function takeSync(draft: Draft, command: SyncCommand): void {
  const datastore = findDatastore(draft, command);
  if (typeof datastore === 'number') {
    answerAll(draft, command, datastore);
    return;
  }
  if (datastore.resend) {
    // It was sent before the phone could know that everything is needed: it will come again.
    begun(draft);
    answerAll(draft, command, 508);
    return;
  }
  const repeated = missedPackageFour(draft.state);
  if (repeated && (draft.state.phase === 'sync-out' || draft.state.phase === 'map-in')) beginAgain(draft);
  // After the end of the session its changes are taken once more, and found to be no news.
  if (!incoming.has(draft.state.phase) && !(repeated && draft.state.phase === 'done')) {
    answer(draft, command, 200);
    // Its package is over. What is lost here is found by the slow sync that follows from the anchors left as they are.
    if (command.commands.length > 0) datastore.failed = true;
    for (const child of command.commands) answerAll(draft, child, 403);
    return;
  }
  datastore.synced = true;
  // A phone that refused our Alert and syncs nevertheless (S60 with a filter) meant it.
  datastore.failed = false;
  begun(draft);
  answer(draft, command, 200);
  for (const child of command.commands) takeChange(draft, datastore, child, command.meta);
}

/** A command inside a Sync; Meta is inherited element by element (SyncML Representation Protocol 1.2.2, 6.3.3). */
function takeChange(draft: Draft, datastore: DatastoreState, command: Command, meta: Meta | undefined): void {
  switch (command.name) {
    case 'Add':
    case 'Replace':
    case 'Delete':
      if (receivesFromPhone(datastore.syncType))
        takeItems(draft, datastore, command, { ...meta, ...command.meta });
      else answer(draft, command, 403);
      return;
    case 'Sequence':
      answer(draft, command, 200);
      for (const child of command.commands) takeChange(draft, datastore, child, { ...meta, ...command.meta });
      return;
    case 'Atomic':
    case 'Copy':
    case 'Move':
      refuseUnsupported(draft, command);
      return;
    default:
      answerAll(draft, command, 405);
  }
}

/** The open datastore a Sync is for, or the Status why there is none. */
function findDatastore(draft: Draft, command: SyncCommand): DatastoreState | number {
  const target = command.target?.uri ?? '';
  const verbatim = draft.state.datastores.find((datastore) => target !== '' && datastore.target === target);
  if (verbatim !== undefined) return verbatim;
  const name = datastoreOf(command, draft.facts.profile);
  if (name === null || !draft.facts.datastores.some((facts) => facts.name === name)) return 404;
  return openDatastore(draft, name) ?? 403;
}

/** Package 4 counts as not sent: its entries wait again, and go out when the phone has closed package 3 once more. */
function beginAgain({ state, events }: Draft): void {
  const from = state.package4 ?? 0;
  const unsent = new Set<string>();
  for (const sent of state.sent)
    if (sent.msg >= from && sent.outboxId !== undefined) unsent.add(sent.outboxId);
  for (const outboxId of unsent) events.push({ kind: 'item-unsent', outboxId });
  state.sent = state.sent.filter(({ msg }) => msg < from);
  state.outgoing = null;
  state.phase = nextPhase(state.phase, 'sync-repeated');
  for (const datastore of state.datastores) {
    if (datastore.finished || !datastore.received) continue;
    Object.assign(datastore, { received: false, syncSent: false, sentAll: false, outboxReady: false });
  }
}

function begun({ state }: Draft): void {
  state.phase = nextPhase(state.phase, 'sync-begun');
}

/** Phases in which changes of the phone are expected. */
const incoming: ReadonlySet<Phase> = new Set(['init', 'combined-in', 'init-reply', 'sync-in']);
