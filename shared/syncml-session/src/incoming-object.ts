/** A large object that comes in, and what it is made of. */
import type { DatastoreName } from '@anchorage/model';
import type { Item } from '@anchorage/syncml-codec';
import type { ObjectLength } from './object-length.ts';

/** Of an object, or the whole of a small one. */
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
 * A large object that is coming in piece by piece (SyncML Sync Protocol 1.1, 2.10): what must be remembered of pieces
 * that are in the store already.
 */
export interface IncomingObject extends Extent {
  readonly datastore: DatastoreName;
  readonly command: 'add' | 'replace';
  readonly luid: string;
  readonly targets: readonly string[];
  readonly contentType: string | null;
  readonly format: string | null;
  /** Octets announced with the first piece. */
  readonly size: number | null;
  /** Refused with this Status: the rest of it is answered alike and dropped. */
  readonly refused: number | null;
}

/** How far an object has come. */
export interface Extent {
  /** Of the data as it came in. */
  readonly length: ObjectLength;
  /** Octets handed out with `piece-received`: after the transfer encoding. */
  readonly stored: number;
  /** The end of the base64 text so far that makes no whole octets yet; empty for data that came as it is. */
  readonly undecoded: string;
}

/** What tells a piece that comes again, its reply having got lost, from the next one. */
export interface LastPiece {
  /** MsgID of the phone's message. */
  readonly msgId: number;
  readonly datastore: DatastoreName;
  readonly command: 'add' | 'replace';
  readonly luid: string;
  readonly fingerprint: string;
  /** Where it begins, of a phone that says so itself. */
  readonly before?: Extent;
  /** It completed its object. */
  readonly end: boolean;
  /** It came in the session that this one resumes. */
  readonly resumed?: true;
}
