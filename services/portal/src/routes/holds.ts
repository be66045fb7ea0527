/**
 * Deletions that wait for their owner's word: a phone, or the cloud, lost so many items at once that it looks like a reset
 * or an accident. Until then the other side keeps them. They are shown and decided by the session that brought them.
 */
import { askFor } from '@anchorage/jobs';
import { asId, type AccountId, type SessionId } from '@anchorage/model';
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
        context.body = {
          holds: [...ofPhones(await heldRows(store, account.id)), ...(await ofCloud(store, account.id))],
        };
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

/** The deletions are carried out: a phone's in the cloud at once, the cloud's on the phone with its next sync. */
function confirm({ store, queue, clock, logger }: PortalOptions): Middleware {
  return async (context) => {
    const { account, session, rows } = await decided(store, context['params']);
    const collections = new Set(rows.map(({ collectionId }) => collectionId));
    const onPhone = await store.transaction(async (tx) => {
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
      return tx.holds.confirm(account, session);
    });
    for (const collectionId of collections) {
      await askFor({ queue, logger }, { kind: 'push', accountId: account, collectionId });
    }
    context.body = { deleted: rows.length + onPhone };
  };
}

/** The items stay on both sides: the connector's work, as that of an undo. */
function reject(options: PortalOptions): Middleware {
  return async (context) => {
    const { account, session, rows, onPhone } = await decided(options.store, context['params']);
    const undo = await askUndo(options, account, { kind: 'hold', sessionId: session }, 'hold.reject');
    context.body = { kept: rows.length + onPhone, undo: undo.id };
  };
}

interface Decided {
  readonly account: AccountId;
  readonly session: SessionId;
  /** Deletions of the phone. */
  readonly rows: readonly JournalRow[];
  /** How many of the cloud's. */
  readonly onPhone: number;
}

async function decided(store: Store, params: Readonly<Record<string, string | undefined>>): Promise<Decided> {
  const account = await accountNamed(store, params['account']);
  const session = asId<'session'>(params['session'] ?? '');
  const rows = (await heldRows(store, account.id)).filter(({ sessionId }) => sessionId === session);
  const held = (await store.holds.list(account.id)).find(({ sessionId }) => sessionId === session);
  if (rows.length === 0 && held === undefined) {
    throw new ApiError('not-found', 'Nothing of that session waits for a word. `hold list` shows what does.');
  }
  return { account: account.id, session, rows, onPhone: held?.deletions ?? 0 };
}

async function heldRows(store: Store, account: AccountId): Promise<readonly JournalRow[]> {
  return store.journal.list(account, ['held'], mostRows);
}

interface Hold {
  readonly session: SessionId | null;
  /** Who deleted: the other side keeps the items until there is a word. */
  readonly side: 'phone' | 'cloud';
  readonly deletions: number;
  readonly since: number | null;
}

function ofPhones(rows: readonly JournalRow[]): readonly Hold[] {
  return [...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([session, own]) => ({
    session,
    side: 'phone',
    deletions: own.length,
    since: Math.min(...own.map(({ createdAt }) => createdAt)),
  }));
}

async function ofCloud(store: Store, account: AccountId): Promise<readonly Hold[]> {
  const held = await store.holds.list(account);
  return Promise.all(
    held.map(async ({ sessionId, deletions }): Promise<Hold> => {
      const session = await store.sessions.get(account, sessionId);
      return { session: sessionId, side: 'cloud', deletions, since: session?.startedAt ?? null };
    }),
  );
}
