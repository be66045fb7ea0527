/**
 * Large objects from the phone (SyncML Sync Protocol 1.1, 2.10): pieces with `MoreData` are kept in the state until the
 * last one, and nothing of an object is stored before it is whole.
 */
import type { DatastoreName } from '@anchorage/model';
import type { Item } from '@anchorage/syncml-codec';
import { joinOctets } from './auth/text-octets.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { Draft } from './draft.ts';
import { refsOfItem } from './refs.ts';
import type { IncomingObject, LastPiece } from './incoming-object.ts';

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

export interface WholeObject {
  readonly octets: Uint8Array;
  readonly contentType: string | null;
  readonly format: string | null;
}

/** The whole object when `piece` completes it (or is all of it), else the Status code for the piece. */
export function takePiece(draft: Draft, piece: Piece): WholeObject | number {
  const { state } = draft;
  const more = piece.item.moreData === true;
  takeUp(draft, piece, more);
  if (isRepeated(draft, piece, more)) return more ? 213 : piece.command === 'add' ? 201 : 200;
  const continued = continuedObject(draft, piece, more);
  if (!more && continued === null) {
    const { octets, contentType, format } = piece;
    return octets.length > draft.facts.server.maxObjSize ? 413 : { octets, contentType, format };
  }
  const object = extend(continued ?? first(draft, piece), piece, draft.facts.server.maxObjSize);
  state.incoming = more ? object : null;
  const { datastore, command, luid } = piece;
  const msgId = draft.message.header.msgId;
  state.lastPiece = { msgId, datastore, command, luid, data: toBase64(piece.octets), end: !more };
  if (object.refused !== null) return object.refused;
  if (more) return 213;
  const octets = joinOctets(...octetsOf(object));
  if (object.size !== null && !isSize(octets, object.size)) return 424;
  return { octets, contentType: object.contentType, format: object.format };
}

/** The phone goes on with an object of the session that this one resumes. */
function takeUp({ state }: Draft, piece: Piece, more: boolean): void {
  const isOf = (one: IncomingObject | LastPiece | null): boolean =>
    one?.datastore === piece.datastore && one.command === piece.command && one.luid === piece.luid;
  const found = state.waiting?.find(({ incoming, lastPiece }) => isOf(incoming) || isOf(lastPiece));
  if (found === undefined) return;
  state.waiting = state.waiting?.filter((one) => one !== found) ?? [];
  const { incoming, lastPiece } = found;
  if (isOf(lastPiece) && lastPiece !== null) state.lastPiece = { ...lastPiece, resumed: true };
  if (incoming === null || !isOf(incoming)) return;
  // Sent anew in one piece it has no Size, and does not make the whole with what was there.
  if (!more && incoming.refused === null && incoming.size !== null) {
    const joined = joinOctets(...octetsOf(incoming), piece.octets);
    if (!isSize(joined, incoming.size)) return;
  }
  state.incoming = incoming;
}

function octetsOf({ pieces }: IncomingObject): readonly Uint8Array[] {
  return pieces.map((text) => fromBase64(text) ?? new Uint8Array());
}

/**
 * The very piece that came in last, in a message from which it shows that our reply got lost: put behind itself it
 * would damage the object, and the last one of an object would pass for a whole item.
 */
function isRepeated({ state, message }: Draft, piece: Piece, more: boolean): boolean {
  const { lastPiece, answered, serverMsgId } = state;
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
    lastPiece.data === toBase64(piece.octets)
  );
}

/** Gives an unfinished object up and tells the phone: Alert 223, naming the item as the phone did. */
export function dropIncoming({ state }: Draft): void {
  const { incoming } = state;
  if (incoming === null) return;
  state.incoming = null;
  // One that was refused already has its answer.
  if (incoming.refused !== null) return;
  state.commands.push({ kind: 'no-end-of-data', targets: incoming.targets, sources: [incoming.luid] });
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
  const again = more && incoming.pieces.length > 0 && piece.item.meta?.size !== undefined;
  return again ? null : incoming;
}

function first({ facts }: Draft, piece: Piece): IncomingObject {
  return {
    datastore: piece.datastore,
    command: piece.command,
    luid: piece.luid,
    targets: refsOfItem(piece.item).targetRefs,
    contentType: piece.contentType,
    format: piece.format,
    size: piece.size,
    pieces: [],
    octets: 0,
    refused: piece.size !== null && piece.size > facts.server.maxObjSize ? 416 : null,
  };
}

function extend(object: IncomingObject, piece: Piece, maxObjSize: number): IncomingObject {
  if (object.refused !== null) return object;
  const octets = object.octets + piece.octets.length;
  if (octets > maxObjSize) return { ...object, pieces: [], octets: 0, refused: 413 };
  return { ...object, octets, pieces: [...object.pieces, toBase64(piece.octets)] };
}

/**
 * Does the length agree with the Size? XML parsers fold CRLF to LF and phones count before or after that; Nokia
 * Series 40 counts one octet more than there is; some count characters.
 */
function isSize(octets: Uint8Array, size: number): boolean {
  const text = new TextDecoder().decode(octets);
  const returns = count(text, /\r\n/g);
  const lengths = [
    octets.length,
    octets.length - returns,
    octets.length + count(text, /(?<!\r)\n/g),
    text.length,
  ];
  return lengths.some((length) => size === length || size === length + 1);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
