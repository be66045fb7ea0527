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

function withTables(store: Store, around: (tx: Tables) => Tables): Store {
  return { ...store, transaction: (work) => store.transaction((tx) => work(around(tx))) };
}

/** A plain copy, also of a table whose methods a proxy makes up when they are asked for. */
function methodsOf<Table extends object>(table: Table): Table {
  const names = Object.keys(table) as (keyof Table)[];
  return Object.fromEntries(names.map((name) => [name, table[name]])) as Table;
}
