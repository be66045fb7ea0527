import type { DatastoreName } from '@anchorage/model';

/** A large object that is coming in piece by piece (SyncML Sync Protocol 1.1, 2.10). */
export interface IncomingObject {
  readonly datastore: DatastoreName;
  readonly command: 'add' | 'replace';
  readonly luid: string;
  readonly targets: readonly string[];
  readonly contentType: string | null;
  readonly format: string | null;
  /** Octets announced with the first piece. */
  readonly size: number | null;
  /** Pieces so far, each as base64. */
  readonly pieces: readonly string[];
  readonly octets: number;
  /** Refused with this Status: the rest of it is answered alike and dropped. */
  readonly refused: number | null;
}

/** What tells a piece that comes again, its reply having got lost, from the next one. */
export interface LastPiece {
  /** MsgID of the phone's message. */
  readonly msgId: number;
  readonly datastore: DatastoreName;
  readonly command: 'add' | 'replace';
  readonly luid: string;
  /** Base64. */
  readonly data: string;
  /** It completed its object. */
  readonly end: boolean;
  /** It came in the session that this one resumes. */
  readonly resumed?: true;
}
