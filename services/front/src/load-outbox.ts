/** What the cloud side has ready, as much of it as one message can take. */
import { asId } from '@anchorage/model';
import type { DatastoreName } from '@anchorage/model';
import type { OutboxEntry, OutboxFacts, SessionStatus } from '@anchorage/syncml-session';
import type { LoadedRow, SessionPart, SessionRow, Tables } from '@anchorage/store';

/**
 * A message's worth for each datastore that may send, and a little more, for what is encoded shorter than it is. Of a
 * large object only what may go into this message (ADR 0015).
 */
export async function loadOutbox(
  tx: Tables,
  session: Pick<SessionRow, 'accountId' | 'id'>,
  status: SessionStatus,
  messageOctets: number,
): Promise<Readonly<Partial<Record<DatastoreName, OutboxFacts>>>> {
  if (status.sending.length === 0) return {};
  const facts: Partial<Record<DatastoreName, OutboxFacts>> = {};
  for (const part of await tx.sessions.parts(session.accountId, session.id)) {
    if (!status.sending.includes(part.datastore)) continue;
    const ready = part.state === 'reconciled' || part.state === 'finished';
    facts[part.datastore] = ready
      ? await loadPart(tx, session, part, status, messageOctets)
      : { ready, entries: [], complete: false, total: 0 };
  }
  return facts;
}

async function loadPart(
  { outbox }: Tables,
  { accountId, id }: Pick<SessionRow, 'accountId' | 'id'>,
  { datastore, datastoreId }: SessionPart,
  { begun, left }: SessionStatus,
  messageOctets: number,
): Promise<OutboxFacts> {
  const own = begun?.datastore === datastore ? begun : null;
  const earlier = left.find((one) => one.datastore === datastore);
  const continues =
    earlier === undefined
      ? null
      : await outbox.sameAs(accountId, id, datastoreId, asId<'outbox'>(earlier.outboxId));
  const first =
    continues !== null && earlier !== undefined
      ? { id: continues, from: earlier.from }
      : own === null
        ? null
        : { id: asId<'outbox'>(own.outboxId), from: own.from };
  const reading = { octets: messageOctets, begun: first };
  const room = Math.min(messageOctets, roomiest) * 2;
  const { rows, complete } = await outbox.next(accountId, id, datastoreId, room, maxEntries, reading);
  const total = await outbox.count(accountId, id, datastoreId);
  return {
    ready: true,
    entries: rows.map(entryOf),
    complete,
    total,
    ...(continues === null ? {} : { continues }),
  };
}

function entryOf({ id, command, guid, luid, contentType, data, size, from }: LoadedRow): OutboxEntry {
  const entry = { id, command, guid, luid, contentType, data };
  return data === null || data.byteLength === size ? entry : { ...entry, part: { from, size } };
}

/** However large a message the phone would take: what we hold in memory for its many small items. */
const roomiest = 262_144;
/** Deletes are small: as many as a message of the largest phones can hold. */
const maxEntries = 500;
