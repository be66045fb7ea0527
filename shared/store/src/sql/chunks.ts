/**
 * Both databases bound the parameters of a statement (SQLite 32 766, PostgreSQL 65 535), so lists of any length go in
 * pieces. 500 rows of our widest table stay below both.
 */
export const chunkSize = 500;

/** Pieces of at most `chunkSize`, in order; none for an empty list. */
export function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += chunkSize) yield list.slice(from, from + chunkSize);
}

/** Runs a query per piece, one after another, and joins what it returns. */
export async function inChunks<T, Row>(
  list: readonly T[],
  query: (piece: T[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const piece of chunks([...new Set(list)])) rows.push(...(await query(piece)));
  return rows;
}
