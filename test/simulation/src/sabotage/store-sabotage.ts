/** Faults in how the database is used. */
import type { Mapping, SessionRow, Store, Tables } from '@anchorage/store';

export function anchorsAtOnce(store: Store): Store {
  return withTables(store, (tx) => ({
    ...tx,
    sessions: {
      ...methodsOf(tx.sessions),
      async openPart(accountId, part) {
        await tx.sessions.openPart(accountId, part);
        const anchors = { client: part.clientNext, server: part.serverNext };
        await tx.datastores.setAnchors(accountId, part.datastoreId, anchors);
      },
    },
  }));
}

export function forgetLastRequest(store: Store): Store {
  const blurred = (row: SessionRow | null): SessionRow | null =>
    row === null ? null : { ...row, lastRequest: 'forgotten' };
  const { sessions } = store;
  return {
    ...store,
    sessions: {
      ...methodsOf(sessions),
      byToken: async (token) => blurred(await sessions.byToken(token)),
      byPeer: async (uri, id) => blurred(await sessions.byPeer(uri, id)),
    },
  };
}

export function mergeWithoutBase(store: Store): Store {
  const baseless = (mappings: readonly Mapping[]): readonly Mapping[] =>
    mappings.map((mapping) => ({ ...mapping, view: null }));
  return withTables(store, (tx) => ({
    ...tx,
    mappings: {
      ...methodsOf(tx.mappings),
      byLuids: async (...about) => baseless(await tx.mappings.byLuids(...about)),
    },
  }));
}

/** Phones count as knowing what an undo made of their items, and as having lost those it removed: none of them is told. */
export function undoUnseen(store: Store): Store {
  return withTables(store, (tx) => ({
    ...tx,
    items: {
      ...methodsOf(tx.items),
      async update(accountId, itemId, change, cause) {
        await tx.items.update(accountId, itemId, change, cause);
        if (cause.kind !== 'undo' || change.revision === undefined) return;
        for (const device of await tx.devices.list(accountId)) {
          for (const { id } of await tx.datastores.ofDevice(accountId, device.id)) {
            const mappings = await tx.mappings.byItems(accountId, id, [itemId]);
            for (const mapping of mappings) {
              await tx.mappings.update(accountId, mapping.id, { revision: change.revision });
            }
            if (change.deleted !== true) continue;
            await tx.mappings.remove(
              accountId,
              mappings.map(({ id }) => id),
            );
          }
        }
      },
    },
  }));
}

/** However much goes at once, it looks like little. */
export function neverTooMuch(store: Store): Store {
  const unguarded = withTables(store, (tx) => ({
    ...tx,
    holds: { ...methodsOf(tx.holds), count: async () => ({ had: 0, gone: 0, held: 0 }) },
  }));
  return { ...unguarded, inbox: { ...methodsOf(store.inbox), deleted: async () => [] } };
}

function withTables(store: Store, around: (tx: Tables) => Tables): Store {
  return { ...store, transaction: (work) => store.transaction((tx) => work(around(tx))) };
}

/** A plain copy, also of a table whose methods a proxy makes up when they are asked for. */
function methodsOf<Table extends object>(table: Table): Table {
  const names = Object.keys(table) as (keyof Table)[];
  return Object.fromEntries(names.map((name) => [name, table[name]])) as Table;
}
