/** The session a phone may go on from (DS Protocol 1.2, suspend and resume). */
import type { SessionId, SyncFilter } from '@anchorage/model';
import type { Message } from '@anchorage/syncml-codec';
import { SessionError, resumableOf } from '@anchorage/syncml-session';
import type { ReceiveFacts, Resumable } from '@anchorage/syncml-session';
import type { Datastore, Tables } from '@anchorage/store';
import { outcomes } from './outcomes.ts';
import { unpackEnvelope } from './session-envelope.ts';

export interface Interrupted {
  readonly sessionId: SessionId;
  readonly resumable: Resumable;
  /** What the phone asked to have. */
  readonly filter: SyncFilter | null;
}

/** The facts, with what there is to go on from where the message asks for that. */
export async function withResumable(
  tables: Tables,
  known: { readonly facts: ReceiveFacts; readonly datastores: readonly Datastore[] },
  message: Message,
  current: SessionId | null,
): Promise<ReceiveFacts> {
  const { facts } = known;
  if (!message.commands.some((command) => command.name === 'Alert' && command.code === 225)) return facts;
  const about = { current, peerUri: message.header.source.uri, now: facts.now };
  const datastores = facts.datastores.map(async (one) => {
    const datastore = known.datastores.find(({ name }) => name === one.name);
    if (datastore === undefined) return one;
    return { ...one, resumable: (await interruptedBefore(tables, datastore, about))?.resumable ?? null };
  });
  return { ...facts, datastores: await Promise.all(datastores) };
}

/**
 * The newest session of the datastore other than `current`, if it broke off: any later one, whatever became of it, is in
 * its place, so that each is resumed once at most.
 */
export async function interruptedBefore(
  tables: Tables,
  datastore: Datastore,
  about: { readonly current: SessionId | null; readonly peerUri: string; readonly now: number },
): Promise<Interrupted | null> {
  const { accountId, id, name } = datastore;
  const latest = await tables.sessions.latestWith(accountId, id, about.current);
  if (latest === null || latest.spent) return null;
  const { session, part } = latest;
  if (part.state === 'finished') return null;
  // Still open is the session that this very one is about to take the place of.
  if (session.phase !== 'open' && !brokenOff.has(session.outcome ?? '')) return null;
  if (session.peerUri !== about.peerUri || session.updatedAt < about.now - resumableFor) return null;
  try {
    const resumable = resumableOf(unpackEnvelope(session.state).state, name);
    // The part says what the rows are of.
    if (resumable?.syncType !== part.syncType) return null;
    if (!(await hasPieces(tables, datastore, resumable))) return null;
    return { sessionId: session.id, resumable, filter: part.filter };
  } catch (error) {
    if (error instanceof SessionError) return null;
    throw error;
  }
}

/** Put behind a gap, what the phone goes on with would make a damaged item: then it is to send everything again. */
async function hasPieces(tables: Tables, datastore: Datastore, { incoming }: Resumable): Promise<boolean> {
  if (incoming === null || incoming.refused !== null) return true;
  const found = await tables.objects.find(datastore.accountId, datastore.id, incoming.luid);
  return found?.octets === incoming.stored && found.command === incoming.command;
}

const brokenOff: ReadonlySet<string> = new Set([outcomes.superseded, outcomes.idle, outcomes.suspended]);
export const resumableFor = 30 * 86_400_000;
