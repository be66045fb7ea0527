/**
 * The store as one process sees it: every call waits for its turn, the database may be away, and a commit may come
 * through without anybody hearing of it. Transactions are one step: SQLite lets nobody else in between.
 */
import { StoreError } from '@anchorage/store';
import type { Store, Tables } from '@anchorage/store';
import type { Faults } from '../faults.ts';
import type { AnchorWatch } from '../oracle/watch-anchors.ts';
import type { Actor, Scheduler } from '../scheduler.ts';

export interface SteppedStoreOptions {
  readonly store: Store;
  readonly actor: Actor;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly watch: AnchorWatch;
}

export function steppedStore(options: SteppedStoreOptions): Store {
  const { store, actor, scheduler, faults, watch } = options;

  async function atTheDatabase<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
    await scheduler.step(actor, label);
    if (faults.hits('database-refuses'))
      throw new StoreError('unavailable', 'simulated: the database is away');
    const result = await work();
    if (faults.hits('commit-unheard'))
      throw new StoreError('unavailable', 'simulated: no word of the commit');
    return result;
  }

  const tables = Object.fromEntries(
    Object.entries(store)
      .filter(([name]) => !besideTables.has(name))
      .map(([name, table]) => [name, stepped(name, table as object)]),
  ) as unknown as Tables;
  return {
    ...tables,
    transaction: (work) =>
      atTheDatabase('transaction', async () => {
        const result = await store.transaction((tx) => work(watch.around(tx)));
        await watch.committed();
        return result;
      }),
    check: () => store.check(),
    close: () => Promise.resolve(),
    keys: store.keys,
  };

  function stepped<Table extends object>(name: string, table: Table): Table {
    return new Proxy(table, {
      get: (target, method) => {
        const call = Reflect.get(target, method) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) =>
          atTheDatabase(`${name}.${String(method)}`, () => call.apply(target, args));
      },
    });
  }
}

/** A store is its tables, whatever they are, and these. */
const besideTables: ReadonlySet<string> = new Set<Exclude<keyof Store, keyof Tables>>([
  'transaction',
  'check',
  'close',
  'keys',
]);
