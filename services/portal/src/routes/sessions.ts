/** Past and running sessions: what went where, in counts; never an item. */
import type { Account, SessionPart, SessionRow, Store, Undo } from '@anchorage/store';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed, sessionOrUndo } from './lookup.ts';
import type { Route } from './route.ts';

const shownSessions = 50;

export function sessionRoutes({ store }: PortalOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/accounts/:account/sessions',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const sessions = await store.sessions.list(account.id, shownSessions);
        context.body = {
          sessions: await Promise.all(sessions.map((session) => shownSession(store, account, session))),
          undos: (await store.undos.list(account.id, shownSessions)).map(shownUndo),
        };
      },
    },
    {
      method: 'GET',
      path: '/api/accounts/:account/sessions/:session',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const found = await sessionOrUndo(store, account, context['params'].session);
        context.body =
          'undo' in found ? shownUndo(found.undo) : await shownSession(store, account, found.session);
      },
    },
  ];
}

export async function shownSession(store: Store, account: Account, session: SessionRow) {
  const { id, deviceId, phase, outcome, lastMsgId, startedAt, updatedAt } = session;
  const parts = await store.sessions.parts(account.id, id);
  return {
    id,
    deviceId,
    phase,
    outcome,
    messages: lastMsgId,
    startedAt,
    updatedAt,
    datastores: parts.map(shownPart),
  };
}

function shownPart({ datastore, syncType, state, counts, doubtful }: SessionPart) {
  return { datastore, syncType, state, counts, doubtful };
}

/** `left`: items that stay as they are, because somebody has changed them since. */
export function shownUndo({ id, of, state, counts, leftAlone, requestedAt, finishedAt }: Undo) {
  return {
    id,
    undoes: of.kind === 'undo' ? of.undoId : of.sessionId,
    what: of.kind,
    state,
    counts,
    left: leftAlone,
    requestedAt,
    finishedAt,
  };
}
