/** Package 4: our changes, datastore by datastore, as far as the message has room (SyncML Sync Protocol 1.1, 5.2). */
import { sendsToPhone } from '@anchorage/model';
import type { OutboxEntry, OutboxFacts } from './contract.ts';
import { syncElement } from './outgoing-command.ts';
import { sendEntry } from './send-entry.ts';
import type { Sending } from './sending.ts';
import type { DatastoreState, SessionState } from './state.ts';

/** Datastores that package 4 has a Sync element for and whose entries have not all gone out. */
export function unsent(state: SessionState, completeFromClientOnly: boolean): readonly DatastoreState[] {
  return state.datastores.filter(
    (datastore) =>
      datastore.received &&
      !datastore.failed &&
      !datastore.sentAll &&
      (completeFromClientOnly || sendsToPhone(datastore.syncType)),
  );
}

/**
 * Datastores that only receive, and whose changes the cloud side has not taken in yet. A refresh from the phone deletes
 * what the phone does not have: that must be done, or held, before the session can be over and another may begin.
 */
export function untaken(state: SessionState): readonly DatastoreState[] {
  return state.datastores.filter(
    ({ received, failed, finished, outboxReady, syncType }) =>
      received && !failed && !finished && !outboxReady && !sendsToPhone(syncType),
  );
}

/** True when every change has gone out, and every one that came is taken in. */
export function sendChanges(sending: Sending): boolean {
  const { state, facts } = sending;
  for (const datastore of untaken(state))
    if (facts.outbox[datastore.name]?.ready === true) datastore.outboxReady = true;
  const waiting = unsent(state, facts.profile.completeFromClientOnly);
  // A large object goes on before anything else may be said.
  const { outgoing } = state;
  const inOrder = [
    ...waiting.filter((datastore) => datastore.name === outgoing?.datastore),
    ...waiting.filter((datastore) => datastore.name !== outgoing?.datastore),
  ];
  for (const datastore of inOrder) {
    const isReady = facts.outbox[datastore.name]?.ready === true || datastore.outboxReady;
    const outbox = sendsToPhone(datastore.syncType) ? facts.outbox[datastore.name] : nothing;
    if (outbox === undefined || !isReady || !outbox.ready) continue;
    datastore.outboxReady = true;
    takeUpLeft(state, datastore, outbox);
    if (!sendDatastore(sending, datastore, outbox)) return false;
  }
  return waiting.every((datastore) => datastore.sentAll) && untaken(state).length === 0;
}

/** Goes on with the object that a resumed session was sending, if it is still the same. */
function takeUpLeft(state: SessionState, { name }: DatastoreState, { continues }: OutboxFacts): void {
  const found = state.left?.find(({ datastore }) => datastore === name);
  if (found === undefined) return;
  state.left = state.left?.filter(({ datastore }) => datastore !== name) ?? [];
  if (continues !== undefined) state.outgoing = { ...found, outboxId: continues };
}

/** False when the message is full. */
function sendDatastore(sending: Sending, datastore: DatastoreState, outbox: OutboxFacts): boolean {
  const { state, reply, facts, msgId } = sending;
  if (outbox.entries.length === 0 && datastore.syncSent && !outbox.complete) return true;
  if (outbox.entries.length === 0 && datastore.syncSent) {
    datastore.sentAll = true;
    return true;
  }
  // In the first Sync element only, and only to phones that know it (DevInf 1.2, 5.3.36).
  const counted =
    !datastore.syncSent && facts.profile.supportsNumberOfChanges && state.dialect.version !== '1.0';
  const sync = syncElement(datastore, reply.cmdId(), counted ? outbox.total : null);
  if (reply.sizeOf(sync) > reply.room()) return false;
  const roomIfEmpty = reply.emptyRoom() - reply.sizeOf(sync);
  reply.openSync(sync);
  datastore.syncSent = true;
  state.sent.push({ msg: msgId, cmd: sync.cmdId, kind: 'sync', datastore: datastore.name });
  const all = sendEntries(sending, datastore, outbox.entries, roomIfEmpty);
  reply.closeSync();
  if (all && outbox.complete) datastore.sentAll = true;
  return all;
}

function sendEntries(
  sending: Sending,
  datastore: DatastoreState,
  entries: readonly OutboxEntry[],
  roomIfEmpty: number,
): boolean {
  const { state, facts, events } = sending;
  if (state.outgoing?.datastore === datastore.name) {
    const { outboxId } = state.outgoing;
    // The entry of a piece that went out may be gone: answered, or taken back.
    if (!entries.some((entry) => entry.id === outboxId)) state.outgoing = null;
  }
  let deletes = 0;
  for (const entry of inOrder(entries, state.outgoing?.outboxId)) {
    if (entry.command === 'delete' && deletes === facts.profile.maxDeletesPerMessage) return false;
    if (datastore.full && entry.command === 'add') {
      events.push({ kind: 'item-answered', outboxId: entry.id, status: 420 });
      continue;
    }
    if (!sendEntry(sending, datastore, entry, roomIfEmpty)) return false;
    if (entry.command === 'delete') deletes += 1;
  }
  return true;
}

function inOrder(entries: readonly OutboxEntry[], first: string | undefined): readonly OutboxEntry[] {
  if (first === undefined) return entries;
  return [...entries.filter((entry) => entry.id === first), ...entries.filter((entry) => entry.id !== first)];
}

/** What a datastore that takes nothing from us has to send: an empty Sync element. */
const nothing: OutboxFacts = { ready: true, entries: [], complete: true, total: 0 };
