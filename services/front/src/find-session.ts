/** Which session does a message belong to? (ADR 0005; SyncML Representation Protocol 1.1, RespURI.) */
import type { Message } from '@anchorage/syncml-codec';
import { SessionError } from '@anchorage/syncml-session';
import type { SessionRow } from '@anchorage/store';
import { isGivenUp } from './outcomes.ts';
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
  front: Pick<Front, 'store' | 'logger' | 'clock'>,
  message: Message,
  token: string | null,
): Promise<FoundSession | null> {
  const { source, sessionId } = message.header;
  if (token !== null && token !== '') {
    const row = await front.store.sessions.byToken(token);
    if (row !== null && row.peerUri === source.uri && !isOver(front, row)) {
      return opened(front, row, true);
    }
  }
  const row = await front.store.sessions.byPeer(source.uri, sessionId);
  if (row === null || isOver(front, row)) return null;
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

/**
 * Given up, or ended so long ago that no reply to its last message can be on the way: a phone that numbers all its
 * sessions alike would get old octets again and again, where it means to begin anew.
 */
function isOver(front: Pick<Front, 'clock'>, row: SessionRow): boolean {
  return isGivenUp(row) || (row.phase !== 'open' && row.updatedAt + keptAfterEnd < front.clock.now());
}

const keptAfterEnd = 10 * 60_000;
