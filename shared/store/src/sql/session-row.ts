import { asId } from '@anchorage/model';
import type { Selectable } from 'kysely';
import type { SessionPhase, SessionRow } from '../port/index.ts';
import type { AccountVault } from '../vault/vault.ts';
import type { Database } from './tables.ts';

export function toSessionRow(row: Selectable<Database['sessions']>, vault: AccountVault): SessionRow {
  return {
    id: asId(row.id),
    accountId: asId(row.account_id),
    deviceId: asId(row.device_id),
    token: row.token,
    peerUri: row.peer_uri,
    peerSessionId: row.peer_session_id,
    state: vault.openText('sessions.state', row.id, row.state),
    version: row.version,
    phase: row.phase as SessionPhase,
    lastRequest: row.last_request,
    lastMsgId: row.last_msg_id,
    lastReply:
      row.last_reply === null
        ? null
        : {
            body: vault.open('sessions.last_reply', row.id, row.last_reply),
            contentType: row.last_reply_type ?? 'application/octet-stream',
          },
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    outcome: row.outcome,
  };
}
