import { PostgresDialect } from 'kysely';
import type { Dialect } from 'kysely';
import { Pool, types } from 'pg';
import { mappedDialect } from './mapped-dialect.ts';

export interface PostgresOptions {
  /** Connections of this process, at most. */
  readonly poolSize: number;
  /** Called when an idle connection broke: the pool opens another, nobody's query failed. */
  readonly onIdleError: () => void;
}

/** PostgreSQL through a pool. 64-bit integers are read as numbers: ours are counters and milliseconds. */
export function postgresDialect(url: string, options: PostgresOptions): Dialect {
  const pool = (): Promise<Pool> => {
    const made = new Pool({
      connectionString: url,
      max: options.poolSize,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: 30_000,
      lock_timeout: 15_000,
      idle_in_transaction_session_timeout: 60_000,
      types: { getTypeParser: parserOf as typeof types.getTypeParser },
    });
    // Without listeners a connection that breaks between two queries would end the process: the pool's is for those that
    // nobody holds, the client's for those in a transaction, whose next query fails anyway.
    made.on('error', options.onIdleError);
    made.on('connect', (client) => client.on('error', options.onIdleError));
    return Promise.resolve(made);
  };
  return mappedDialect(new PostgresDialect({ pool }), 'postgres');
}

function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === int8 && format !== 'binary' ? parseInteger : types.getTypeParser(oid, format);
}

function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('integer beyond 2^53 in the database');
  return value;
}

const int8: number = types.builtins.INT8;
