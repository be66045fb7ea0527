/** One change of ours: whole where there is room for it, else the next piece, else refused. */
import { fitsXml } from '@anchorage/syncml-codec';
import type { OutboxEntry } from './contract.ts';
import { loadedData, nextPart, samePart } from './large-object-out.ts';
import { nextPosition } from './outgoing-object.ts';
import { changeCommand } from './outgoing-command.ts';
import type { Part } from './outgoing-command.ts';
import type { Sending } from './sending.ts';
import type { DatastoreState } from './state.ts';

/** False when nothing more may go into this message. */
export function sendEntry(
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
  if (state.dialect.encoding === 'xml' && !fitsXml(loadedData(entry))) return refuse(415);
  if (sizeOf(entry) > largestObject(sending)) return refuse(413);
  if (entry.command === 'add' && (entry.guid?.length ?? 0) > longestGuid(sending, datastore))
    return refuse(414);
  const begun = state.outgoing !== null && state.outgoing.outboxId === entry.id;
  // What is loaded in part is larger than any message.
  if (!begun && entry.part === undefined) {
    const size = reply.sizeOf(command);
    if (size <= reply.room()) {
      reply.addChange(command);
      sent(sending, datastore, entry, { cmdId: command.cmdId, kind: 'item' });
      return true;
    }
    if (size <= roomIfEmpty) return false;
  }
  if (entry.command === 'delete' || !takesPieces(sending)) return refuse(413);
  return sendPiece(sending, datastore, entry, roomIfEmpty);
}

/**
 * The last piece of a large object is in this message: the package stays open for the phone's word on it, because an
 * object that did not come together is sent once more.
 */
export function awaitsVerdict({ state, msgId }: Sending): boolean {
  return state.sent.some(({ pieces, msg }) => pieces === true && msg === msgId);
}

function sendPiece(
  sending: Sending,
  datastore: DatastoreState,
  entry: OutboxEntry,
  roomIfEmpty: number,
): boolean {
  const { state, reply, facts, events, msgId } = sending;
  const begun = state.outgoing?.outboxId === entry.id ? state.outgoing : null;
  const at = begun === null ? { from: 0, until: null } : nextPosition(begun, state.answered);
  const declared = sizeOf(entry) + (facts.profile.declaredSizeOffset ?? 0);
  // Not more than any later message can take, so that the very piece can come again.
  const most = roomIfEmpty - slack;
  let part: Part | null = null;
  if (at.until !== null) {
    const same = samePart(entry, { from: at.from, until: at.until }, declared, reply);
    if (same !== null && same.size <= reply.room()) part = same.part;
    else if (same !== null && same.size <= roomIfEmpty) return false;
  }
  part ??= nextPart(entry, at.from, declared, Math.min(reply.room(), most), reply);
  if (part === null) {
    // Not even in an empty message: no piece will ever go.
    const hopeless = nextPart(entry, at.from, declared, most, reply) === null;
    if (!hopeless) return false;
    state.outgoing = null;
    events.push({ kind: 'item-answered', outboxId: entry.id, status: 413 });
    return true;
  }
  const command = changeCommand(entry, reply.cmdId(), part);
  if (command === null) return false;
  reply.addChange(command);
  state.sent = state.sent.filter(({ kind, outboxId }) => kind !== 'chunk' || outboxId !== entry.id);
  sent(sending, datastore, entry, { cmdId: command.cmdId, kind: part.more ? 'chunk' : 'item', pieces: true });
  const { name } = datastore;
  state.outgoing = part.more
    ? { datastore: name, outboxId: entry.id, acknowledged: part.from, sent: part.to, msg: msgId }
    : null;
  return !part.more;
}

function sent(
  { state, events, msgId }: Sending,
  datastore: DatastoreState,
  entry: OutboxEntry,
  { cmdId, kind, pieces }: { cmdId: string; kind: 'item' | 'chunk'; pieces?: true },
): void {
  const ref = entry.guid ?? entry.luid;
  state.sent.push({
    msg: msgId,
    cmd: cmdId,
    kind,
    datastore: datastore.name,
    outboxId: entry.id,
    ...(ref === null ? {} : { ref }),
    ...(kind === 'item' && pieces === true ? { pieces } : {}),
  });
  if (kind === 'item') events.push({ kind: 'item-sent', outboxId: entry.id });
}

/** An object larger than the phone's MaxObjSize is never sent (SyncML Meta Information 1.2.2, 5.2.10). */
function largestObject({ state, facts }: Sending): number {
  return Math.min(state.maxObjSize ?? Infinity, facts.profile.maxObjSize ?? Infinity);
}

/** Octets of the whole. */
function sizeOf({ data, part }: OutboxEntry): number {
  return part?.size ?? data?.length ?? 0;
}

/** A phone need not keep a longer temporary GUID (Device Information 1.2, 5.3.18). Ours are decimal counters. */
function longestGuid({ facts }: Sending, { name }: DatastoreState): number {
  return facts.profile.datastores[name]?.maxGuidSize ?? Infinity;
}

function takesPieces({ state, facts }: Sending): boolean {
  return state.dialect.version !== '1.0' && (facts.profile.supportsLargeObjects || state.maxObjSize !== null);
}

/** Numbers in a header grow, and with them what must stand in a message. */
const slack = 64;
