import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { startPostgres } from '@anchorage/kit';
import type { PostgresServer } from '@anchorage/kit';
import { openStore } from '@anchorage/store';
import type { Store } from '@anchorage/store';
import { createWorld, storeContract, testKeys, testRandom } from './contract.suite.ts';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());

const keys = testKeys();
const clock = { now: () => 1_000_000 };

storeContract('PostgreSQL', async () =>
  openStore({ url: await server.freshDatabase(), keys, clock, random: testRandom }),
);

describe('store on PostgreSQL', () => {
  const closing: Store[] = [];
  afterEach(async () => {
    for (const store of closing.splice(0)) await store.close();
  });
  const open = async (url: string, poolSize = 5): Promise<Store> => {
    const store = await openStore({ url, keys, clock, random: testRandom, poolSize });
    closing.push(store);
    return store;
  };
  const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(text);
    await client.end();
    return rows;
  };

  it('is migrated once when several processes start together, to the schema of the golden dump (F42)', async () => {
    const url = await server.freshDatabase();
    const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
    for (const store of stores) await store.check();
    const columns = await query(url, columnsQuery);
    const rest = await query(url, constraintsAndIndexesQuery);
    const dump = [...columns, ...rest].map((row) => `${String(row['line'])}\n`).join('');
    const golden = new URL('schema.postgres.golden.txt', import.meta.url);
    if (process.env['UPDATE_GOLDEN'] || !existsSync(golden)) writeFileSync(golden, dump);
    expect(dump).toBe(readFileSync(golden, 'utf8'));
  });

  it('refuses a schema newer than the code', async () => {
    const url = await server.freshDatabase();
    await open(url);
    await query(url, "insert into schema_migrations values (99, 'future', 1)");
    await expect(open(url)).rejects.toMatchObject({ code: 'schema' });
  });

  it('holds a revision back until those below it are committed', async () => {
    const url = await server.freshDatabase();
    const [one, two] = [await open(url), await open(url)];
    const world = createWorld(one);
    const account = await world.account();
    const { id } = await world.collection(account);
    const reserved = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const slow = one.transaction(async (tx) => {
      await world.items(account, id, 1, tx);
      reserved.resolve();
      await go.promise;
    });
    await reserved.promise;
    let fastDone = false;
    const fast = two
      .transaction(async (tx) => world.items(account, id, 1, tx))
      .finally(() => {
        fastDone = true;
      });
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    expect(fastDone).toBe(false);
    expect(await two.items.changedSince(account, id, 0, 10)).toEqual([]);
    go.resolve();
    await Promise.all([slow, fast]);
    const revisions = (await two.items.changedSince(account, id, 0, 10)).map((item) => item.revision);
    expect(revisions).toEqual([1, 2]);
  });

  it('refuses the commit of a push whose fence was taken over meanwhile (F29)', async () => {
    const url = await server.freshDatabase();
    const [stale, fresh] = [await open(url), await open(url)];
    const world = createWorld(stale);
    const account = await world.account();
    const { id } = await world.collection(account);
    const fence = await stale.collections.takeFence(account, id, 'push');
    await fresh.collections.takeFence(account, id, 'push');
    const commit = stale.transaction(async (tx) => {
      await tx.collections.setPosition(account, id, 'stale', 'filled');
      await tx.collections.checkFence(account, id, 'push', fence);
    });
    await expect(commit).rejects.toMatchObject({ code: 'fenced' });
    expect((await fresh.collections.get(account, id))?.position).toBeNull();
  });

  it('lets one of two answers to the same message win (F11)', async () => {
    const url = await server.freshDatabase();
    const [one, two] = [await open(url), await open(url)];
    const world = createWorld(one);
    const account = await world.account();
    const { id } = await world.session(account);
    const answer = (store: Store, state: string) =>
      store.transaction((tx) => tx.sessions.update(account, id, 1, { state, updatedAt: 2 }));
    const results = await Promise.allSettled([answer(one, 'one'), answer(two, 'two')]);
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ code: 'stale' });
  });

  it('says that it cannot be used while PostgreSQL is away, and goes on when it is back (F39)', async () => {
    const store = await open(await server.freshDatabase());
    const world = createWorld(store);
    const account = await world.account();
    const { id } = await world.collection(account);
    const items = await world.items(account, id, 50);
    const held = store.transaction(async (tx) => {
      await tx.collections.setPosition(account, id, 'never', 'filled');
      await server.kill();
      await tx.items.countLiving(account, id);
    });
    await expect(held).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.accounts.add({ name: 'x', timeZone: 'UTC' })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await server.restart();
    await store.check();
    expect(await store.items.countLiving(account, id)).toBe(items.length);
    expect((await store.collections.get(account, id))?.position).toBeNull();
  });

  it('says so when there is no server at all', async () => {
    await expect(open('postgres://test@127.0.0.1:1/none')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

const columnsQuery = `select table_name || '.' || column_name || ' ' || data_type
    || coalesce(' collate ' || collation_name, '') || case is_nullable when 'NO' then ' not null' else '' end
    || coalesce(' default ' || column_default, '') as line
  from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`;

const constraintsAndIndexesQuery = `select line from (
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line
      from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select indexdef from pg_indexes where schemaname = 'public'
  ) as lines order by line collate "C"`;
