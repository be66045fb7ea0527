/** Which session does a message belong to? (D9; SyncML Representation Protocol 1.1, RespURI.) */
import type { Message } from '@anchorage/syncml-codec';
import { SessionError } from '@anchorage/syncml-session';
import type { SessionRow } from '@anchorage/store';
import { outcomes } from './outcomes.ts';
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
 * SessionID. A token of another phone is no token.
 */
export async function findSession(
  front: Pick<Front, 'store' | 'logger'>,
  message: Message,
  token: string | null,
): Promise<FoundSession | null> {
  const { source, sessionId } = message.header;
  if (token !== null && token !== '') {
    const row = await front.store.sessions.byToken(token);
    if (row !== null && row.peerUri === source.uri && !isGivenUp(row)) {
      return opened(front, row, true);
    }
  }
  const row = await front.store.sessions.byPeer(source.uri, sessionId);
  if (row === null || isGivenUp(row)) return null;
  const found = opened(front, row, false);
  return found === null || found.envelope.bound ? null : found;
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

/** Ended by us from outside: the phone that comes back to it has to log in again. */
function isGivenUp(row: SessionRow): boolean {
  return row.phase === 'aborted' && (row.outcome === outcomes.superseded || row.outcome === outcomes.idle);
}
