/**
 * All that is kept of a session, for its owner: the report, and each item it touched before and after. The one place
 * where the portal opens items; every export is in the audit trail.
 */
import type { AccountId, ItemId, SessionId, UndoId } from '@anchorage/model';
import type { ItemState, Store, TouchedItem } from '@anchorage/store';
import type { PortalOptions } from '../portal-options.ts';
import { accountNamed, sessionOrUndo } from './lookup.ts';
import type { Route } from './route.ts';
import { shownSession, shownUndo } from './sessions.ts';

export function sessionExportRoutes({ store, clock }: PortalOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/accounts/:account/sessions/:session/export',
      auth: 'token',
      handle: async (context) => {
        const account = await accountNamed(store, context['params'].account);
        const found = await sessionOrUndo(store, account, context['params'].session);
        const { id } = 'undo' in found ? found.undo : found.session;
        await store.audit.add(account.id, {
          at: clock.now(),
          actor: 'operator',
          action: 'session.export',
          subject: id,
        });
        context.body = {
          ...('undo' in found
            ? { undo: shownUndo(found.undo) }
            : { session: await shownSession(store, account, found.session) }),
          items: (await touchedBy(store, account.id, id)).map(shownItem),
          lost: 'undo' in found ? [] : await lostIn(store, account.id, found.session.id),
        };
      },
    },
  ];
}

async function touchedBy(
  store: Store,
  accountId: AccountId,
  maker: SessionId | UndoId,
): Promise<readonly TouchedItem[]> {
  const all: TouchedItem[] = [];
  for (let after: ItemId | null = null; ;) {
    const page: readonly TouchedItem[] = await store.items.touchedBy(accountId, maker, after, pageSize);
    all.push(...page);
    after = page.at(-1)?.item.id ?? null;
    if (page.length < pageSize) return all;
  }
}

/** What the phone had made of items where a conflict was decided against it. */
async function lostIn(store: Store, accountId: AccountId, sessionId: SessionId) {
  const lost = await store.items.lostIn(accountId, sessionId, mostLost);
  return lost.map(({ itemId, body }) => ({ id: itemId, text: body }));
}

/** A text for what was there, null for what was not. */
function shownItem({ item, before, after }: TouchedItem) {
  const text = (state: ItemState | null): string | null =>
    state === null || state.deleted ? null : state.body;
  return {
    id: item.id,
    collection: item.collectionId,
    before: text(before),
    after: text(after),
    now: text(item),
  };
}

const pageSize = 200;
const mostLost = 10_000;
