import { StoreError } from '../port/index.ts';
import type { StoreErrorCode } from '../port/index.ts';
import type { DialectName } from './dialect-name.ts';

/**
 * What a driver's error means for the caller. The driver's message and detail may carry values of rows; only codes and the
 * name of the constraint go on.
 */
export function storeErrorOf(error: unknown, dialect: DialectName): StoreError {
  if (error instanceof StoreError) return error;
  const facts = factsOf(error);
  const code = dialect === 'sqlite' ? sqliteCode(facts) : postgresCode(facts);
  const where = facts.constraint === undefined ? '' : ` (${facts.constraint})`;
  return new StoreError(code, `${meanings[code]}: ${facts.label}${where}`, {
    cause: tracedCause(error, facts),
  });
}

interface Facts {
  readonly label: string;
  readonly state: string | null;
  readonly result: number | null;
  readonly constraint: string | undefined;
}

function factsOf(error: unknown): Facts {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const state = typeof fields['code'] === 'string' ? fields['code'] : null;
  const result = typeof fields['errcode'] === 'number' ? fields['errcode'] : null;
  const message = error instanceof Error ? error.message : '';
  // SQLite names columns only ("UNIQUE constraint failed: devices.username"), never values.
  const columns = /constraint failed: ([\w., ]+)$/.exec(message)?.[1];
  const constraint = typeof fields['constraint'] === 'string' ? fields['constraint'] : columns;
  return {
    label: result === null ? (state ?? kindOf(error)) : `SQLITE ${result}`,
    state,
    result,
    constraint,
  };
}

function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function tracedCause(error: unknown, facts: Facts): Error {
  const cause = new Error(facts.label);
  if (error instanceof Error && error.stack) {
    // The first lines of a stack repeat the message; the frames below are what is wanted.
    cause.stack = [facts.label, ...error.stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
  }
  return cause;
}

function sqliteCode({ result, state }: Facts): StoreErrorCode {
  if (result === null) return state?.startsWith('E') ? 'unavailable' : 'schema';
  if (result === 2067 || result === 1555) return 'conflict';
  if (result === 787) return 'not-found';
  return sqliteUnavailable.has(result & 0xff) ? 'unavailable' : 'schema';
}

function postgresCode({ state, label }: Facts): StoreErrorCode {
  if (state === '23505') return 'conflict';
  if (state === '23503') return 'not-found';
  // pg itself throws without a code: connection ended, timeout on connect, pool ended.
  if (state === null) return label === 'RangeError' ? 'schema' : 'unavailable';
  if (postgresUnavailable.some((prefix) => state.startsWith(prefix))) return 'unavailable';
  // Node's network errors: ECONNREFUSED, ENOTFOUND, EPIPE.
  return /^E[A-Z]{3,}/.test(state) ? 'unavailable' : 'schema';
}

const meanings: Readonly<Record<StoreErrorCode, string>> = {
  conflict: 'there is such a row already',
  'not-found': 'no such row',
  unavailable: 'the database cannot be used now',
  schema: 'the database refused the statement',
  stale: 'the row has changed',
  fenced: 'a newer holder has taken over',
  sealed: 'the key is missing',
};

/** SQLite primary result codes: PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL, AUTH. */
const sqliteUnavailable = new Set([3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 23]);

/**
 * PostgreSQL, Appendix A: connection exceptions, resources (disk full, too many connections), operator intervention,
 * transaction rollback (deadlock, serialization), lock not available, idle in transaction, read-only, authentication.
 */
const postgresUnavailable = ['08', '53', '57', '58', '40', '55P03', '25P0', '25006', '28', '3D000'];
