/** Pieces of large objects, kept in the store until the last one makes an inbox row of them (ADR 0015). */
import type { SessionEvent } from '@anchorage/syncml-session';
import { datastoreNamed } from './context.ts';
import type { EffectContext } from './context.ts';

export type PieceEvent = Extract<SessionEvent, { readonly kind: 'piece-received' }>;

/** Does `next` go right behind `piece`? A message may bring any number of pieces of one object, and one of them again. */
export function isContinued(piece: PieceEvent, next: SessionEvent): next is PieceEvent {
  return (
    next.kind === 'piece-received' &&
    next.datastore === piece.datastore &&
    next.luid === piece.luid &&
    next.offset > 0 &&
    next.offset === piece.offset + piece.octets.byteLength
  );
}

/** Stores pieces that follow each other as one. */
export async function keepPieces(context: EffectContext, pieces: readonly PieceEvent[]): Promise<void> {
  const [first] = pieces;
  if (first === undefined) return;
  const { command, luid, contentType, offset } = first;
  await context.tx.objects.append(context.device.accountId, {
    sessionId: context.sessionId,
    datastoreId: datastoreNamed(context, first.datastore).id,
    command,
    luid,
    contentType,
    offset,
    data: pieces.length === 1 ? first.octets : Buffer.concat(pieces.map(({ octets }) => octets)),
  });
}
