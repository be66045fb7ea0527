/**
 * Deletions that wait for their owner's word: a phone wanted to delete so many items at once that it looks like a reset
 * or an accident. Until then the items stay in the cloud. They are shown and decided by the session that brought them.
 */
import type { AccountId, SessionId } from '@anchorage/model';
import type { JournalRow, Store } from '@anchorage/store';
import type { Middleware } from 'koa';
import { ApiError } from '../api-error.ts';
import { askUndo } from '../ask-undo.ts';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed } from './lookup.ts';
import type { Route } from './route.ts';

const mostRows = 10_000;

export function holdRoutes(options: PortalOptions): readonly Route[] {
  const { store } = options;
  return [
    {
      method: 'GET',
      path: '/api/accounts/:account/holds',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        context.body = { holds: summarise(await heldRows(store, account.id)) };
      },
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/holds/:session/confirm',
      auth: 'token',
      handle: confirm(options),
    },
    {
      method: 'POST',
      path: '/api/accounts/:account/holds/:session/reject',
      auth: 'token',
      handle: reject(options),
    },
  ];
}

/** The deletions are carried out. */
function confirm({ store, queue, clock }: PortalOptions): Middleware {
  return async (context) => {
    const { account, session, rows } = await decided(store, context['params']);
    const collections = new Set(rows.map(({ collectionId }) => collectionId));
    await store.transaction(async (tx) => {
      await tx.journal.release(
        account,
        rows.map(({ id }) => id),
        clock.now(),
      );
      await tx.audit.add(account, {
        at: clock.now(),
        actor: 'operator',
        action: 'hold.confirm',
        subject: session,
      });
    });
    // A queue that is away only delays it: the sweeper finds the rows.
    for (const collectionId of collections) {
      await queue.enqueue({ kind: 'push', accountId: account, collectionId }).catch(() => undefined);
    }
    context.body = { deleted: rows.length };
  };
}

/** The items stay, and the phone that deleted them gets them back: the connector's work, as that of an undo. */
function reject(options: PortalOptions): Middleware {
  return async (context) => {
    const { account, session, rows } = await decided(options.store, context['params']);
    const undo = await askUndo(options, account, { kind: 'hold', sessionId: session }, 'hold.reject');
    context.body = { kept: rows.length, undo: undo.id };
  };
}

async function decided(store: Store, params: Readonly<Record<string, string | undefined>>) {
  const account = await accountNamed(store, params['account']);
  const rows = (await heldRows(store, account.id)).filter(({ sessionId }) => sessionId === params['session']);
  const session = rows[0]?.sessionId ?? null;
  if (session === null) {
    throw new ApiError('not-found', 'Nothing of that session waits for a word. `hold list` shows what does.');
  }
  return { account: account.id, session, rows };
}

async function heldRows(store: Store, account: AccountId): Promise<readonly JournalRow[]> {
  return store.journal.list(account, ['held'], mostRows);
}

function summarise(
  rows: readonly JournalRow[],
): readonly { session: SessionId | null; deletions: number; since: number }[] {
  return [...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([session, own]) => ({
    session,
    deletions: own.length,
    since: Math.min(...own.map(({ createdAt }) => createdAt)),
  }));
}
