import type { DatabaseConnection, Dialect, Driver } from 'kysely';
import { StoreError } from '../port/index.ts';
import type { DialectName } from './dialect-name.ts';
import { storeErrorOf } from './store-error-of.ts';

/**
 * A dialect whose every failure is a `StoreError`. It also gives SQLite PostgreSQL's rule that a failed statement ends its
 * transaction, so that code which goes on after a `conflict` fails on both databases, not on one of them in production.
 */
export function mappedDialect(dialect: Dialect, name: DialectName): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => mappedDriver(dialect.createDriver(), name),
  };
}

function mappedDriver(driver: Driver, name: DialectName): Driver {
  const wrapped = new WeakMap<DatabaseConnection, MappedConnection>();
  const inner = (connection: DatabaseConnection): DatabaseConnection =>
    connection instanceof MappedConnection ? connection.inner : connection;
  const mapped = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeErrorOf(error, name);
    }
  };
  return {
    init: (options) => mapped(() => driver.init(options)),
    acquireConnection: (options) =>
      mapped(async () => {
        const connection = await driver.acquireConnection(options);
        const known = wrapped.get(connection) ?? new MappedConnection(connection, name);
        wrapped.set(connection, known);
        return known;
      }),
    beginTransaction: (connection, settings) =>
      mapped(async () => {
        await driver.beginTransaction(inner(connection), settings);
        if (connection instanceof MappedConnection) connection.transaction = 'open';
      }),
    commitTransaction: (connection) =>
      mapped(async () => {
        if (connection instanceof MappedConnection) {
          if (connection.transaction === 'failed') {
            await driver.rollbackTransaction(connection.inner);
            connection.transaction = 'none';
            throw new StoreError('unavailable', 'transaction was rolled back after a failed statement');
          }
          connection.transaction = 'none';
        }
        await driver.commitTransaction(inner(connection));
      }),
    rollbackTransaction: (connection) =>
      mapped(async () => {
        if (connection instanceof MappedConnection) connection.transaction = 'none';
        await driver.rollbackTransaction(inner(connection));
      }),
    releaseConnection: (connection, options) =>
      mapped(() => {
        if (connection instanceof MappedConnection) connection.transaction = 'none';
        return driver.releaseConnection(inner(connection), options);
      }),
    destroy: (options) => mapped(() => driver.destroy(options)),
  };
}

class MappedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  transaction: 'none' | 'open' | 'failed' = 'none';
  readonly #name: DialectName;

  constructor(inner: DatabaseConnection, name: DialectName) {
    this.inner = inner;
    this.#name = name;
  }

  executeQuery: DatabaseConnection['executeQuery'] = async (query, options) => {
    if (this.transaction === 'failed') {
      throw new StoreError('unavailable', 'a statement of this transaction has failed before');
    }
    try {
      return await this.inner.executeQuery(query, options);
    } catch (error) {
      if (this.transaction === 'open') this.transaction = 'failed';
      throw storeErrorOf(error, this.#name);
    }
  };

  streamQuery: DatabaseConnection['streamQuery'] = (query, chunkSize, options) =>
    this.inner.streamQuery(query, chunkSize, options);
}
