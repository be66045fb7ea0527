/**
 * Large objects from the phone (SyncML Sync Protocol 1.1, 2.10): each piece with `MoreData` goes out as an event, to be
 * stored, and the state keeps counters. Nothing of an object is an item before it is whole.
 */
import { contentProblem, decodePiece } from './content.ts';
import type { Draft } from './draft.ts';
import { dropIncoming, forgetPieces } from './drop-incoming.ts';
import type { IncomingObject, Piece } from './incoming-object.ts';
import { isSize, lengthWith, noLength } from './object-length.ts';
import { refsOfItem } from './refs.ts';
import { goBack, isRepeated, isTail, lastPieceOf, takeUp } from './repeated-piece.ts';

/**
 * `whole`: this is no piece, the item came in one. `completed`: with this piece the object is there, and its
 * `object-received` went out. Else the Status code for the piece.
 */
export function takePiece(draft: Draft, piece: Piece): 'whole' | 'completed' | number {
  const { state, events } = draft;
  const more = piece.item.moreData === true;
  takeUp(draft, piece, more);
  if (isRepeated(draft, piece, more)) return more ? 213 : piece.command === 'add' ? 201 : 200;
  goBack(state, piece);
  const continued = continuedObject(draft, piece, more);
  if (!more && continued === null) return isTail(piece) ? 424 : 'whole';
  const begun = continued ?? first(draft, piece);
  const object = extend(draft, begun, piece, more);
  state.incoming = more ? object : null;
  state.lastPiece = lastPieceOf(draft, piece, begun, more);
  if (object.refused !== null) return object.refused;
  if (more) return 213;
  events.push({ kind: 'object-received', datastore: piece.datastore, luid: piece.luid });
  return 'completed';
}

/** The object that `piece` belongs to. Any other unfinished one is given up. */
function continuedObject(draft: Draft, piece: Piece, more: boolean): IncomingObject | null {
  const { incoming } = draft.state;
  if (incoming === null) return null;
  const same =
    incoming.datastore === piece.datastore &&
    incoming.command === piece.command &&
    incoming.luid === piece.luid;
  if (!same) {
    dropIncoming(draft);
    return null;
  }
  // A new Size is a new beginning: the phone starts the same object over.
  const again = more && incoming.length.octets > 0 && piece.item.meta?.size !== undefined;
  return again ? null : incoming;
}

function first({ facts }: Draft, piece: Piece): IncomingObject {
  const { datastore, command, luid, contentType, format, size, octets } = piece;
  const tooLarge = size !== null && size > facts.server.maxObjSize;
  return {
    datastore,
    command,
    luid,
    targets: refsOfItem(piece.item).targetRefs,
    contentType,
    format,
    size,
    length: noLength,
    stored: 0,
    undecoded: '',
    refused: tooLarge
      ? 416
      : isTail(piece)
        ? 424
        : contentProblem(datastore, contentType, octets, format, 'beginning'),
  };
}

/** The object with one piece more, which goes out to be stored; or refused, with nothing left of it. */
function extend(draft: Draft, object: IncomingObject, piece: Piece, more: boolean): IncomingObject {
  if (object.refused !== null) return object;
  const refuse = (refused: number): IncomingObject => {
    forgetPieces(draft, object);
    return { ...object, stored: 0, undecoded: '', refused };
  };
  const length = lengthWith(object.length, piece.octets);
  if (length.octets > draft.facts.server.maxObjSize) return refuse(413);
  if (!more && object.size !== null && !isSize(length, object.size)) return refuse(424);
  const decoded = decodePiece(piece.octets, object, !more);
  if (decoded === null) return refuse(400);
  const { datastore, command, luid, contentType, stored } = object;
  const { octets, undecoded } = decoded;
  if (octets.length > 0 || stored === 0)
    draft.events.push({
      kind: 'piece-received',
      datastore,
      command,
      luid,
      contentType,
      offset: stored,
      octets,
    });
  return { ...object, length, stored: stored + octets.length, undecoded };
}
