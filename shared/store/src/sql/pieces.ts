/**
 * Data too large for one value: pieces, each sealed by itself, so that one can be written or read without the others.
 * What they are pieces of is a row of the table the name of theirs begins with.
 */
import type { AccountId } from '@anchorage/model';
import { StoreError } from '../port/index.ts';
import { vaultOf } from './context.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

export type PieceTable = 'inbox_pieces' | 'outbox_pieces';

/** Writes the piece that begins with octet `start` of the row's data. */
export async function writePiece(
  context: Context,
  table: PieceTable,
  accountId: AccountId,
  rowId: string,
  start: number,
  data: Uint8Array,
): Promise<void> {
  const vault = await vaultOf(context, accountId);
  const sealed = vault.seal(`${table}.data`, placeOf(rowId, start), data);
  const row: Database[PieceTable] = {
    account_id: accountId,
    row_id: rowId,
    start,
    size: data.byteLength,
    data: sealed,
  };
  await context.db.insertInto(table).values(row).execute();
}

/**
 * Takes away what the row's data has from octet `end` on.
 *
 * @throws StoreError `not-found` when the data does not reach that far
 */
export async function cutPieces(
  context: Context,
  table: PieceTable,
  accountId: AccountId,
  rowId: string,
  end: number,
): Promise<void> {
  const { db } = context;
  const own = db.selectFrom(table).where('account_id', '=', accountId).where('row_id', '=', rowId);
  const last = await own
    .select('start')
    .where('start', '<', end)
    .orderBy('start', 'desc')
    .limit(1)
    .executeTakeFirst();
  const start = last?.start ?? end;
  // It may have come in one message with pieces that stay.
  const kept = await readPieces(context, table, accountId, rowId, start, end - start);
  await db
    .deleteFrom(table)
    .where('account_id', '=', accountId)
    .where('row_id', '=', rowId)
    .where('start', '>=', start)
    .execute();
  if (kept.byteLength > 0) await writePiece(context, table, accountId, rowId, start, kept);
}

/**
 * Reads `length` octets of the row's data from octet `from` on, and opens no piece that lies outside.
 *
 * @throws StoreError `not-found` when a piece is missing
 */
export async function readPieces(
  context: Context,
  table: PieceTable,
  accountId: AccountId,
  rowId: string,
  from: number,
  length: number,
): Promise<Uint8Array> {
  const { db } = context;
  const vault = await vaultOf(context, accountId);
  const own = () => db.selectFrom(table).where('account_id', '=', accountId).where('row_id', '=', rowId);
  const first = await own()
    .select('start')
    .where('start', '<=', from)
    .orderBy('start', 'desc')
    .limit(1)
    .executeTakeFirst();
  const whole = new Uint8Array(length);
  let next = first?.start ?? from;
  for (let at = from; at < from + length;) {
    // A few at a time, so that the data is in memory once.
    const rows = await own()
      .select(['start', 'size', 'data'])
      .where('start', '>=', next)
      .where('start', '<', from + length)
      .orderBy('start')
      .limit(atOnce)
      .execute();
    for (const { start, size, data } of rows) {
      if (start > at || start + size <= at) throw missing(at);
      const piece = vault.open(`${table}.data`, placeOf(rowId, start), data);
      const part = piece.subarray(at - start, from + length - start);
      whole.set(part, at - from);
      at += part.byteLength;
    }
    if (rows.length === 0) throw missing(at);
    next = at;
  }
  return whole;
}

function missing(octet: number): StoreError {
  return new StoreError('not-found', `no piece with octet ${octet}`);
}

/** A piece moved to another row or place does not open. */
function placeOf(rowId: string, start: number): string {
  return `${rowId}/${start}`;
}

const atOnce = 8;
