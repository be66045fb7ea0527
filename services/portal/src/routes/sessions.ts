/** Past and running sessions: what went where, in counts; never an item. */
import type { Account, SessionPart, SessionRow, Store } from '@anchorage/store';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed, sessionOf } from './lookup.ts';
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
        };
      },
    },
    {
      method: 'GET',
      path: '/api/accounts/:account/sessions/:session',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const session = await sessionOf(store, account, context['params'].session);
        context.body = await shownSession(store, account, session);
      },
    },
  ];
}

async function shownSession(store: Store, account: Account, session: SessionRow) {
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

function shownPart({ datastore, syncType, state, counts }: SessionPart) {
  return { datastore, syncType, state, counts };
}
