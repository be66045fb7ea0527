import type { CreateTableBuilder, Kysely } from 'kysely';
import type { ColumnTypes } from '../migration.ts';

export type Table = CreateTableBuilder<string, string>;

/** A table of rows (account, id) that go with their account. */
export function owned(db: Kysely<unknown>, table: string, key: ColumnTypes['key']): Table {
  return db.schema
    .createTable(table)
    .addColumn('account_id', key, (c) => c.notNull())
    .addColumn('id', key, (c) => c.notNull())
    .addPrimaryKeyConstraint(`${table}_pk`, ['account_id', 'id'])
    .addForeignKeyConstraint(`${table}_account_fk`, ['account_id'], 'accounts', ['id'], (c) =>
      c.onDelete('cascade'),
    );
}

/** Rows that go with a row of `parent`. */
export function belonging(table: Table, name: string, column: string, parent: string): Table {
  return table.addForeignKeyConstraint(
    `${name}_${parent}_fk`,
    ['account_id', column],
    parent,
    ['account_id', 'id'],
    (c) => c.onDelete('cascade'),
  );
}
