/**
 * Large objects from the phone (SyncML Sync Protocol 1.1, 2.10): each piece with `MoreData` goes out as an event, to be
 * stored, and the state keeps counters. Nothing of an object is an item before it is whole.
 */
import type { DatastoreName } from '@anchorage/model';
import type { Item } from '@anchorage/syncml-codec';
import { contentProblem, decodePiece } from './content.ts';
import type { Draft } from './draft.ts';
import { fingerprint } from './fingerprint.ts';
import { dropIncoming, forgetPieces } from './drop-incoming.ts';
import type { IncomingObject, LastPiece } from './incoming-object.ts';
import { isSize, lengthWith, lengthsOf, noLength } from './object-length.ts';
import { refsOfItem } from './refs.ts';

export interface Piece {
  readonly datastore: DatastoreName;
  readonly command: 'add' | 'replace';
  readonly luid: string;
  readonly item: Item;
  readonly contentType: string | null;
  readonly format: string | null;
  readonly size: number | null;
  readonly octets: Uint8Array;
}

/**
 * `whole`: this is no piece, the item came in one. `completed`: with this piece the object is there, and its
 * `object-received` went out. Else the Status code for the piece.
 */
export function takePiece(draft: Draft, piece: Piece): 'whole' | 'completed' | number {
  const { state, events } = draft;
  const more = piece.item.moreData === true;
  takeUp(draft, piece, more);
  if (isRepeated(draft, piece, more)) return more ? 213 : piece.command === 'add' ? 201 : 200;
  const continued = continuedObject(draft, piece, more);
  if (!more && continued === null) return 'whole';
  const object = extend(draft, continued ?? first(draft, piece), piece, more);
  state.incoming = more ? object : null;
  const { datastore, command, luid } = piece;
  const msgId = draft.message.header.msgId;
  state.lastPiece = { msgId, datastore, command, luid, fingerprint: fingerprint(piece.octets), end: !more };
  if (object.refused !== null) return object.refused;
  if (more) return 213;
  events.push({ kind: 'object-received', datastore, luid });
  return 'completed';
}

/** The phone goes on with an object of the session that this one resumes. */
function takeUp(draft: Draft, piece: Piece, more: boolean): void {
  const { state } = draft;
  const isOf = (one: IncomingObject | LastPiece | null): boolean =>
    one?.datastore === piece.datastore && one.command === piece.command && one.luid === piece.luid;
  const found = state.waiting?.find(({ incoming, lastPiece }) => isOf(incoming) || isOf(lastPiece));
  if (found === undefined) return;
  state.waiting = state.waiting?.filter((one) => one !== found) ?? [];
  const { incoming, lastPiece } = found;
  if (isOf(lastPiece) && lastPiece !== null) state.lastPiece = { ...lastPiece, resumed: true };
  if (incoming === null || !isOf(incoming)) return;
  // Sent anew in one piece it has no Size, and does not make the whole with what was there.
  const anew =
    !more &&
    incoming.refused === null &&
    incoming.size !== null &&
    !isSize(lengthWith(incoming.length, piece.octets), incoming.size);
  if (anew) forgetPieces(draft, incoming);
  else state.incoming = incoming;
}

/**
 * The very piece that came in last, in a message from which it shows that our reply got lost: put behind itself it
 * would damage the object, and the last one of an object would pass for a whole item.
 */
function isRepeated({ state, message }: Draft, piece: Piece, more: boolean): boolean {
  const { lastPiece, answered, serverMsgId, incoming } = state;
  const position = positionSaid(piece.item);
  if (position !== null && incoming !== null && lengthsOf(incoming.length).includes(position)) return false;
  return (
    lastPiece !== undefined &&
    lastPiece !== null &&
    // MsgIDs of another session say nothing; its last piece is all that may come again.
    (lastPiece.resumed === true ||
      (answered !== undefined && answered < serverMsgId && lastPiece.msgId !== message.header.msgId)) &&
    lastPiece.datastore === piece.datastore &&
    lastPiece.command === piece.command &&
    lastPiece.luid === piece.luid &&
    lastPiece.end === !more &&
    lastPiece.fingerprint === fingerprint(piece.octets)
  );
}

/** SyncEvolution says which octet of the object a piece begins with: pieces of a dull picture look alike. */
function positionSaid({ meta }: Item): number | null {
  const said = meta?.emi?.map((text) => /^\s*datapos=(\d{1,15})\s*$/.exec(text)?.[1]);
  const found = said?.find((text) => text !== undefined);
  return found === undefined ? null : Number(found);
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
    refused: tooLarge ? 416 : contentProblem(datastore, contentType, octets, format, 'beginning'),
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
