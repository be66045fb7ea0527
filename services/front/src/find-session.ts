/** Which session does a message belong to? (ADR 0005; SyncML Representation Protocol 1.1, RespURI.) */
import type { Message } from '@anchorage/syncml-codec';
import { SessionError, beginsSession } from '@anchorage/syncml-session';
import type { SessionRow } from '@anchorage/store';
import { isGivenUp, outcomes } from './outcomes.ts';
import type { Front } from './front.ts';
import { unpackEnvelope } from './session-envelope.ts';
import type { SessionEnvelope } from './session-envelope.ts';

export interface FoundSession {
  readonly row: SessionRow;
  readonly envelope: SessionEnvelope;
  readonly byToken: boolean;
}

/**
 * By the token of RespURI; else, for phones that post to the first URL again and again, by Source LocURI and
 * SessionID. A token of another phone is no token. `superseded`: the message belongs to a session in whose place a newer
 * one of the phone is.
 */
export async function findSession(
  front: Pick<Front, 'store' | 'logger' | 'clock'>,
  message: Message,
  token: string | null,
): Promise<FoundSession | 'superseded' | null> {
  const { source, sessionId } = message.header;
  if (token !== null && token !== '') {
    const row = await front.store.sessions.byToken(token);
    if (row !== null && row.peerUri === source.uri) {
      if (!isOver(front, row)) return opened(front, row, true);
      // Not to be looked for by its SessionID: the newer session may have the same.
      if (isLate(row, message)) return 'superseded';
    }
  }
  const row = await front.store.sessions.byPeer(source.uri, sessionId);
  if (row === null) return null;
  if (isOver(front, row)) return isLate(row, message) ? 'superseded' : null;
  const found = opened(front, row, false);
  return found === null || found.envelope.bound ? null : found;
}

/** Not the first of another session that has the number of an older one. */
function isLate(row: SessionRow, message: Message): boolean {
  const { sessionId, msgId } = message.header;
  if (row.outcome !== outcomes.superseded || row.peerSessionId !== sessionId) return false;
  return msgId > 1 && !beginsSession(message);
}

/** A state of a later or damaged version is no session: the phone logs in again and begins anew. */
function opened({ logger }: Pick<Front, 'logger'>, row: SessionRow, byToken: boolean): FoundSession | null {
  try {
    return { row, envelope: unpackEnvelope(row.state), byToken };
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    logger.warn('session state cannot be read', {
      account: row.accountId,
      session: row.id,
      code: error.code,
    });
    return null;
  }
}

/**
 * Given up, or ended so long ago that no reply to its last message can be on the way: a phone that numbers all its
 * sessions alike would get old octets again and again, where it means to begin anew.
 */
function isOver(front: Pick<Front, 'clock'>, row: SessionRow): boolean {
  return isGivenUp(row) || (row.phase !== 'open' && row.updatedAt + keptAfterEnd < front.clock.now());
}

const keptAfterEnd = 10 * 60_000;
