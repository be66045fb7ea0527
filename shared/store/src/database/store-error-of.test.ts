import { describe, expect, it } from 'vitest';
import { StoreError } from '../port/index.ts';
import { storeErrorOf } from './store-error-of.ts';

const postgres: readonly (readonly [string, string])[] = [
  ['23505', 'conflict'],
  ['23503', 'not-found'],
  ['23502', 'schema'],
  ['42P01', 'schema'],
  ['22P02', 'schema'],
  ['40001', 'unavailable'],
  ['40P01', 'unavailable'],
  ['53300', 'unavailable'],
  ['53100', 'unavailable'],
  ['55P03', 'unavailable'],
  ['57014', 'unavailable'],
  ['57P01', 'unavailable'],
  ['08006', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
];
const sqlite: readonly (readonly [number, string])[] = [
  [2067, 'conflict'],
  [1555, 'conflict'],
  [787, 'not-found'],
  [1299, 'schema'],
  [1, 'schema'],
  [5, 'unavailable'],
  [517, 'unavailable'],
  [13, 'unavailable'],
  [10, 'unavailable'],
  [14, 'unavailable'],
];

describe('storeErrorOf', () => {
  it.each(postgres)('reads PostgreSQL %s as %s', (code, meaning) => {
    const error = Object.assign(new Error('duplicate key value: Ada Secret'), {
      code,
      constraint: 'devices_username',
    });
    expect(storeErrorOf(error, 'postgres').code).toBe(meaning);
  });

  it.each(sqlite)('reads SQLite %d as %s', (errcode, meaning) => {
    const error = Object.assign(new Error('failed'), { code: 'ERR_SQLITE_ERROR', errcode });
    expect(storeErrorOf(error, 'sqlite').code).toBe(meaning);
  });

  it('keeps what the driver says of rows to itself, and names the constraint', () => {
    const error = Object.assign(new Error('Key (username)=(ada) exists'), {
      code: '23505',
      detail: 'Key (username)=(ada) already exists.',
      constraint: 'devices_username',
    });
    const mapped = storeErrorOf(error, 'postgres');
    const told = [
      mapped.message,
      mapped.stack,
      (mapped.cause as Error).message,
      (mapped.cause as Error).stack,
    ];
    expect(told.join('\n')).not.toContain('ada');
    expect(mapped.message).toContain('devices_username');
    expect((mapped.cause as Error).stack).toContain('store-error-of.test.ts');
  });

  it('leaves its own errors as they are', () => {
    const own = new StoreError('stale', 'changed');
    expect(storeErrorOf(own, 'sqlite')).toBe(own);
  });

  it.each([undefined, null, 'text', 7])('survives %o', (error) => {
    expect(storeErrorOf(error, 'postgres')).toBeInstanceOf(StoreError);
  });
});
