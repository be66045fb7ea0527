import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { DialectName } from '../database/dialect-name.ts';

/** One numbered step of the schema. Forward only, never edited once released; `up` runs in a transaction. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>;
}

/** The column types that the two databases spell differently. */
export interface ColumnTypes {
  /** Ids: compared octet by octet, so that pages by id run alike on both. */
  readonly key: RawBuilder<unknown> | 'text';
  readonly octets: RawBuilder<unknown> | 'blob';
}

export function columnTypes(dialect: DialectName): ColumnTypes {
  if (dialect === 'sqlite') return { key: 'text', octets: 'blob' };
  return { key: sql`text collate "C"`, octets: sql`bytea` };
}
