/** Package 4: our changes, datastore by datastore, as far as the message has room (SyncML Sync Protocol 1.1, 5.2). */
import { sendsToPhone } from '@anchorage/model';
import { fitsXml } from '@anchorage/syncml-codec';
import type { ComposeFacts, OutboxEntry, OutboxFacts, SessionEvent } from './contract.ts';
import { nextPart } from './large-object-out.ts';
import { changeCommand, syncElement } from './outgoing-command.ts';
import type { Reply } from './reply.ts';
import type { DatastoreState, SessionState } from './state.ts';

export interface Sending {
  readonly state: SessionState;
  readonly facts: ComposeFacts;
  readonly reply: Reply;
  readonly events: SessionEvent[];
  readonly msgId: number;
}

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
    if (!sendDatastore(sending, datastore, outbox)) return false;
  }
  return waiting.every((datastore) => datastore.sentAll) && untaken(state).length === 0;
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

/** False when nothing more may go into this message. */
function sendEntry(
  sending: Sending,
  datastore: DatastoreState,
  entry: OutboxEntry,
  roomIfEmpty: number,
): boolean {
  const { state, reply, events } = sending;
  const refuse = (status: number): true => {
    events.push({ kind: 'item-answered', outboxId: entry.id, status });
    return true;
  };
  const command = changeCommand(entry, reply.cmdId());
  if (command === null) return refuse(412);
  // XML cannot carry every octet; what it cannot carry is refused as content, not as a failure of the session.
  if (state.dialect.encoding === 'xml' && entry.data !== null && !fitsXml(entry.data)) return refuse(415);
  if ((entry.data?.length ?? 0) > largestObject(sending)) return refuse(413);
  if (entry.command === 'add' && (entry.guid?.length ?? 0) > longestGuid(sending, datastore))
    return refuse(414);
  const begun = state.outgoing !== null && state.outgoing.outboxId === entry.id;
  const size = reply.sizeOf(command);
  if (!begun && size <= reply.room()) {
    reply.addChange(command);
    sent(sending, datastore, entry, command.cmdId, 'item');
    return true;
  }
  if (!begun && size <= roomIfEmpty) return false;
  if (entry.command === 'delete' || !takesPieces(sending)) return refuse(413);
  return sendPiece(sending, datastore, entry, roomIfEmpty);
}

function sendPiece(
  sending: Sending,
  datastore: DatastoreState,
  entry: OutboxEntry,
  roomIfEmpty: number,
): boolean {
  const { state, reply, facts, events } = sending;
  const from = state.outgoing?.outboxId === entry.id ? state.outgoing.offset : 0;
  const declared = (entry.data?.length ?? 0) + (facts.profile.declaredSizeOffset ?? 0);
  const part = nextPart(entry, from, declared, reply.room(), reply);
  if (part === null) {
    // Not even in an empty message: no piece will ever go.
    const hopeless = nextPart(entry, from, declared, roomIfEmpty, reply) === null;
    if (!hopeless) return false;
    state.outgoing = null;
    events.push({ kind: 'item-answered', outboxId: entry.id, status: 413 });
    return true;
  }
  const command = changeCommand(entry, reply.cmdId(), part);
  if (command === null) return false;
  reply.addChange(command);
  sent(sending, datastore, entry, command.cmdId, part.more ? 'chunk' : 'item');
  state.outgoing = part.more ? { datastore: datastore.name, outboxId: entry.id, offset: part.to } : null;
  return !part.more;
}

function sent(
  { state, events, msgId }: Sending,
  datastore: DatastoreState,
  entry: OutboxEntry,
  cmdId: string,
  kind: 'item' | 'chunk',
): void {
  const ref = entry.guid ?? entry.luid;
  state.sent.push({
    msg: msgId,
    cmd: cmdId,
    kind,
    datastore: datastore.name,
    outboxId: entry.id,
    ...(ref === null ? {} : { ref }),
  });
  if (kind === 'item') events.push({ kind: 'item-sent', outboxId: entry.id });
}

/** An object larger than the phone's MaxObjSize is never sent (SyncML Meta Information 1.2.2, 5.2.10). */
function largestObject({ state, facts }: Sending): number {
  return Math.min(state.maxObjSize ?? Infinity, facts.profile.maxObjSize ?? Infinity);
}

/** A phone need not keep a longer temporary GUID (Device Information 1.2, 5.3.18). Ours are decimal counters. */
function longestGuid({ facts }: Sending, { name }: DatastoreState): number {
  return facts.profile.datastores[name]?.maxGuidSize ?? Infinity;
}

function takesPieces({ state, facts }: Sending): boolean {
  return state.dialect.version !== '1.0' && (facts.profile.supportsLargeObjects || state.maxObjSize !== null);
}

/** What a datastore that takes nothing from us has to send: an empty Sync element. */
const nothing: OutboxFacts = { ready: true, entries: [], complete: true, total: 0 };
