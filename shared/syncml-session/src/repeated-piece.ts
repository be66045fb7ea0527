/**
 * Pieces of large objects that come again: the reply to them got lost, or the session that brought them broke off
 * (SyncML Sync Protocol 1.1, 2.10; DS Protocol 1.2, Alert 225). Put behind themselves they would damage the object.
 */
import type { Item } from '@anchorage/syncml-codec';
import type { Draft } from './draft.ts';
import { forgetPieces } from './drop-incoming.ts';
import { fingerprint } from './fingerprint.ts';
import type { IncomingObject, LastPiece, Piece } from './incoming-object.ts';
import { isSize, lengthWith, lengthsOf } from './object-length.ts';
import type { SessionState } from './state.ts';

/** The phone goes on with an object of the session that this one resumes. */
export function takeUp(draft: Draft, piece: Piece, more: boolean): void {
  const { state } = draft;
  const found = state.waiting?.find(
    ({ incoming, lastPiece }) => isOf(incoming, piece) || isOf(lastPiece, piece),
  );
  if (found === undefined) return;
  state.waiting = state.waiting?.filter((one) => one !== found) ?? [];
  const { incoming, lastPiece } = found;
  if (isOf(lastPiece, piece)) state.lastPiece = { ...lastPiece, resumed: true };
  if (!isOf(incoming, piece)) return;
  // Sent anew in one piece it has no Size, and does not make the whole with what was there.
  const anew =
    !more &&
    incoming.refused === null &&
    incoming.size !== null &&
    positionSaid(piece.item) === null &&
    !isSize(lengthWith(incoming.length, piece.octets), incoming.size);
  if (anew) forgetPieces(draft, incoming);
  else state.incoming = incoming;
}

/** What has come in already, and shall not count twice. */
export function isRepeated({ state, message }: Draft, piece: Piece, more: boolean): boolean {
  const { lastPiece, answered, serverMsgId, incoming } = state;
  if (!isOf(lastPiece, piece)) return false;
  const position = positionSaid(piece.item);
  if (position !== null && incoming !== null && lengthsOf(incoming.length).includes(position)) return false;
  if (isWithinTheEnd(lastPiece, incoming, piece)) return true;
  return (
    // MsgIDs of another session say nothing; its last piece is all that may come again.
    (lastPiece.resumed === true ||
      (answered !== undefined && answered < serverMsgId && lastPiece.msgId !== message.header.msgId)) &&
    lastPiece.end === !more &&
    lastPiece.fingerprint === fingerprint(piece.octets)
  );
}

/**
 * SyncEvolution says the last piece again in a message that has less room for it, behind what a session begins with:
 * the object goes back to where that piece began.
 */
export function goBack(state: SessionState, piece: Piece): void {
  const { incoming, lastPiece } = state;
  if (!isOf(incoming, piece) || incoming.refused !== null || !isOf(lastPiece, piece)) return;
  const position = positionSaid(piece.item);
  const { before, end } = lastPiece;
  if (position === null || before === undefined || end) return;
  if (lengthsOf(incoming.length).includes(position) || !lengthsOf(before.length).includes(position)) return;
  state.incoming = { ...incoming, ...before };
}

/** The rest of an object of which nothing else is here. */
export function isTail({ item, size }: Piece): boolean {
  return size === null && (positionSaid(item) ?? 0) > 0;
}

/** Where it begins is of use only with a phone that says so. */
export function lastPieceOf(
  { message }: Draft,
  { datastore, command, luid, item, octets }: Piece,
  { length, stored, undecoded }: IncomingObject,
  more: boolean,
): LastPiece {
  const { msgId } = message.header;
  const last = { msgId, datastore, command, luid, fingerprint: fingerprint(octets), end: !more };
  return positionSaid(item) === null ? last : { ...last, before: { length, stored, undecoded } };
}

/** The object is whole; its last piece comes again, perhaps in several. */
function isWithinTheEnd(last: LastPiece, incoming: IncomingObject | null, piece: Piece): boolean {
  if (incoming !== null || !last.end || last.before === undefined || !isTail(piece)) return false;
  return (positionSaid(piece.item) ?? 0) >= Math.min(...lengthsOf(last.before.length));
}

function isOf<T extends IncomingObject | LastPiece>(one: T | null | undefined, piece: Piece): one is T {
  return one?.datastore === piece.datastore && one.command === piece.command && one.luid === piece.luid;
}

/** SyncEvolution says which octet of the object a piece begins with: pieces of a dull picture look alike. */
function positionSaid({ meta }: Item): number | null {
  const said = meta?.emi?.map((text) => /^\s*datapos=(\d{1,15})\s*$/.exec(text)?.[1]);
  const found = said?.find((text) => text !== undefined);
  return found === undefined ? null : Number(found);
}
