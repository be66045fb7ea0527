/**
 * Carries the session's events out, inside the transaction that also stores the session's state: either both are
 * there or neither is.
 */
import { asId } from '@anchorage/model';
import type { OutboxId } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type { SessionEvent } from '@anchorage/syncml-session';
import type { Tables } from '@anchorage/store';
import { datastoreNamed } from './context.ts';
import type { EffectContext } from './context.ts';
import { finishPart, openPart, reopenPart } from './datastore-part.ts';
import { storeDeviceInfo } from './device-info.ts';
import { settleAnswer } from './item-answered.ts';
import { settleMap } from './item-mapped.ts';
import { isContinued, keepPieces } from './large-objects.ts';
import type { PieceEvent } from './large-objects.ts';

export interface SessionEnd {
  readonly phase: 'finished' | 'aborted';
  readonly reason: string;
}

/** What the session's row has to say of its end, if it ends with these events. */
export function endOf(events: readonly SessionEvent[]): SessionEnd | null {
  const end = events.findLast((event) => event.kind === 'session-ended');
  return end === undefined ? null : { phase: end.outcome, reason: end.reason };
}

type InboxRows = Parameters<Tables['inbox']['append']>[1][number][];

/**
 * Returns the jobs to be enqueued after the commit; losing them costs only time, for the sweeper finds the rows. The
 * session's row is to be written before: it is what makes a second front wait.
 */
export async function carryOut(
  context: EffectContext,
  events: readonly SessionEvent[],
): Promise<readonly Job[]> {
  const { tx, device, sessionId } = context;
  const { accountId } = device;
  const jobs: Job[] = [];
  const received: InboxRows = [];
  const pieces: PieceEvent[] = [];
  const sent: OutboxId[] = [];

  for (const event of events) {
    // Written in one go, but not past an event that may throw the inbox away or ask for its reconciling.
    if (event.kind !== 'item-received') await flush(tx, accountId, received);
    const last = pieces.at(-1);
    if (last !== undefined && !isContinued(last, event)) await keepPieces(context, pieces.splice(0));
    switch (event.kind) {
      case 'device-info':
        jobs.push(...(await storeDeviceInfo(context, event.devInf)));
        break;
      case 'datastore-opened':
        jobs.push(...(await openPart(context, event)));
        break;
      case 'datastore-put-off':
        context.logger.info('whole sync put off', { datastore: event.datastore });
        break;
      case 'sync-type-changed':
        await reopenPart(context, event);
        break;
      case 'item-received': {
        const { datastore, command, luid, contentType, data } = event;
        const { id: datastoreId } = datastoreNamed(context, datastore);
        received.push({ sessionId, datastoreId, command, luid, contentType, data });
        break;
      }
      case 'piece-received':
        pieces.push(event);
        break;
      case 'object-received':
        await tx.objects.complete(accountId, datastoreNamed(context, event.datastore).id, event.luid);
        break;
      case 'object-dropped':
        await tx.objects.drop(accountId, datastoreNamed(context, event.datastore).id, event.luid);
        break;
      case 'datastore-received': {
        const { id: datastoreId } = datastoreNamed(context, event.datastore);
        await tx.sessions.updatePart(accountId, sessionId, datastoreId, { state: 'received' });
        jobs.push({ kind: 'reconcile', accountId, sessionId, datastoreId });
        break;
      }
      case 'item-sent':
        sent.push(asId(event.outboxId));
        break;
      case 'item-unsent':
        await tx.outbox.setState(accountId, [asId(event.outboxId)], 'queued', null);
        break;
      case 'item-answered':
        await settleAnswer(context, asId(event.outboxId), event.status);
        break;
      case 'item-mapped':
        await settleMap(context, datastoreNamed(context, event.datastore), event.guid, event.luid);
        break;
      case 'datastore-finished':
        await finishPart(context, datastoreNamed(context, event.datastore), event.clientNext);
        break;
      case 'session-ended':
        // In the row already, see endOf.
        break;
      default:
        event satisfies never;
    }
  }
  await flush(tx, accountId, received);
  await keepPieces(context, pieces);
  if (sent.length > 0) await tx.outbox.setState(accountId, sent, 'sent', null);
  return jobs;
}

async function flush(
  tx: Tables,
  accountId: EffectContext['device']['accountId'],
  rows: InboxRows,
): Promise<void> {
  if (rows.length > 0) await tx.inbox.append(accountId, rows.splice(0));
}
