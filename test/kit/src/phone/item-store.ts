/**
 * One datastore inside the phone: items by LUID, and what its user changed since the last finished sync. What the
 * server writes does not enter the change log.
 */
import type { ChangeKind, DatastoreState, Interrupted } from './phone-types.ts';

export interface ItemStore {
  /** The user's doing. */
  add(text: string): string;
  replace(luid: string, text: string): void;
  delete(luid: string): void;
  /** The server's doing. */
  receiveAdd(text: string): string;
  receiveReplace(luid: string, text: string): boolean;
  receiveDelete(luid: string): boolean;
  erase(): void;
  items(): ReadonlyMap<string, string>;
  /** The change log as it stands now, to be handed to `forget` when the session has finished. */
  changes(): ReadonlyMap<string, LoggedChange>;
  /** Takes entries out of the log unless the user has touched the item again meanwhile. */
  forget(entries: ReadonlyMap<string, LoggedChange>): void;
  readonly maps: Map<string, string>;
  anchor: string | null;
  /** Null once a session has finished, or when there is nothing to go on with. */
  interrupted: Interrupted | null;
  state(): DatastoreState;
}

export interface LoggedChange {
  readonly kind: ChangeKind;
}

export function createItemStore(from?: DatastoreState): ItemStore {
  const items = new Map(Object.entries(from?.items ?? {}));
  const log = new Map<string, LoggedChange>(
    Object.entries(from?.changes ?? {}).map(([luid, kind]) => [luid, { kind }]),
  );
  let nextLuid = from?.nextLuid ?? 1;
  const take = () => String(nextLuid++);
  /** Changed since: what the server took of it is old. */
  const touched = (store: ItemStore, luid: string): void => {
    const { interrupted } = store;
    if (interrupted === null) return;
    const partial = interrupted.partial?.luid === luid ? null : interrupted.partial;
    const accepted = interrupted.accepted.filter((one) => one !== luid);
    store.interrupted = { ...interrupted, accepted, partial };
  };

  return {
    maps: new Map((from?.maps ?? []).map((map) => [map.guid, map.luid])),
    anchor: from?.anchor ?? null,
    interrupted: from?.interrupted ?? null,
    add(text) {
      const luid = take();
      items.set(luid, text);
      log.set(luid, { kind: 'add' });
      return luid;
    },
    replace(luid, text) {
      if (!items.has(luid)) throw new RangeError('no such item');
      touched(this, luid);
      items.set(luid, text);
      log.set(luid, { kind: log.get(luid)?.kind === 'add' ? 'add' : 'replace' });
    },
    delete(luid) {
      if (!items.delete(luid)) throw new RangeError('no such item');
      touched(this, luid);
      if (log.get(luid)?.kind === 'add') log.delete(luid);
      else log.set(luid, { kind: 'delete' });
    },
    receiveAdd(text) {
      const luid = take();
      items.set(luid, text);
      return luid;
    },
    receiveReplace(luid, text) {
      if (!items.has(luid)) return false;
      items.set(luid, text);
      return true;
    },
    receiveDelete(luid) {
      log.delete(luid);
      return items.delete(luid);
    },
    erase() {
      items.clear();
      log.clear();
    },
    items: () => items,
    changes: () => new Map(log),
    forget(entries) {
      for (const [luid, entry] of entries) if (log.get(luid) === entry) log.delete(luid);
    },
    state() {
      return {
        items: Object.fromEntries(items),
        changes: Object.fromEntries([...log].map(([luid, { kind }]) => [luid, kind])),
        nextLuid,
        anchor: this.anchor,
        maps: [...this.maps].map(([guid, luid]) => ({ guid, luid })),
        interrupted: this.interrupted,
      };
    },
  };
}
