/** Takes back what a session changed, or what an earlier undo did. */
import type { AccountId } from '@anchorage/model';
import type { SessionRow, Store, Undo, Undone } from '@anchorage/store';
import { ApiError } from '../api-error.ts';
import { askUndo } from '../ask-undo.ts';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed, sessionOrUndo } from './lookup.ts';
import type { Route } from './route.ts';
import { shownUndo } from './sessions.ts';

export function sessionUndoRoutes(options: PortalOptions): readonly Route[] {
  const { store } = options;
  return [
    {
      method: 'POST',
      path: '/api/accounts/:account/sessions/:session/undo',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const found = await sessionOrUndo(store, account, context['params'].session);
        const of =
          'undo' in found ? undoOf(found.undo) : await sessionToUndo(store, account.id, found.session);
        refuseOld(options, 'undo' in found ? found.undo.requestedAt : found.session.startedAt);
        context.status = 202;
        context.body = shownUndo(await askUndo(options, account.id, of, 'session.undo'));
      },
    },
  ];
}

function undoOf({ id, state }: Undo): Undone {
  if (state !== 'done')
    throw new ApiError('conflict', 'This undo is still at work. Try again when it is done.');
  return { kind: 'undo', undoId: id };
}

/** What is still on its way from the phone would come after the undo, and stay. */
async function sessionToUndo(store: Store, accountId: AccountId, session: SessionRow): Promise<Undone> {
  if (session.phase === 'open') throw new ApiError('conflict', 'This session is still going on.');
  for (const { datastoreId } of await store.sessions.parts(accountId, session.id)) {
    const waiting = await store.inbox.pending(accountId, session.id, datastoreId, 0, 1);
    if (waiting.length > 0) {
      throw new ApiError('conflict', 'What this session brought is still being taken in. Try again later.');
    }
  }
  return { kind: 'session', sessionId: session.id };
}

function refuseOld({ clock, retention }: PortalOptions, begun: number): void {
  if (begun >= clock.now() - retention) return;
  throw new ApiError('conflict', 'It is older than what is kept of earlier versions (RETENTION_DAYS).');
}
