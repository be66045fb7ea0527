import type { DatastoreName } from '@anchorage/model';

/** A large object that is going out piece by piece. */
export interface OutgoingObject {
  readonly datastore: DatastoreName;
  readonly outboxId: string;
  /** Octets the phone has acknowledged. */
  readonly acknowledged: number;
  /** Octets sent. */
  readonly sent: number;
  /** MsgID of our message with the piece between the two; 0: of a session that this one resumes. */
  readonly msg: number;
}

/**
 * From where an object goes on. A phone that answers our messages and has not answered the one with the last piece never
 * saw it: that very piece comes again, up to `until`, so that it is known where it came after all.
 */
export function nextPosition(
  { acknowledged, sent, msg }: OutgoingObject,
  answered: number | undefined,
): { readonly from: number; readonly until: number | null } {
  const unseen = msg === 0 || (answered !== undefined && answered < msg);
  return unseen && sent > acknowledged ? { from: acknowledged, until: sent } : { from: sent, until: null };
}
