/**
 * What becomes of our copy when a resource on the DAV server is new, changed, merely rewritten, or gone: the decision
 * table. `rewritten` means another ETag (or the same) around a text that says nothing new: servers re-render.
 */
export interface RemoteSituation {
  /**
   * `absent`: we hold nothing at that href; `twin`: nothing at that href, but an item of ours that the server never
   * confirmed carries its UID; `clean`: as the server last had it; `dirty`: changed here, not yet pushed; `deleting`:
   * deleted here, not yet pushed; `tombstone`: deleted, and the server knew; `unborn`: deleted before the server is known to
   * have had it, and not found there.
   */
  readonly local: 'absent' | 'twin' | 'clean' | 'dirty' | 'deleting' | 'tombstone' | 'unborn';
  readonly remote: 'changed' | 'rewritten' | 'removed';
}

/**
 * - `insert`: take it in as a new item; `adopt`: that is where our item ended up: take the href over and merge;
 * - `take`: the server's text becomes ours, and news for phones; `note`: ETag and base only, no news;
 * - `merge`: three ways; `undelete`: the server's version lives on; `keep-delete`: note the ETag, still to be deleted;
 * - `delete`: gone there, so gone here; `recreate`: gone there, changed here: create it again under another href;
 * - `finish`: what was to be pushed is done already; `ignore`.
 */
export type RemoteAction =
  | 'insert'
  | 'adopt'
  | 'take'
  | 'note'
  | 'merge'
  | 'undelete'
  | 'keep-delete'
  | 'delete'
  | 'recreate'
  | 'finish'
  | 'ignore';

export function planRemote({ local, remote }: RemoteSituation): RemoteAction {
  return table[local][remote];
}

const table: Readonly<
  Record<RemoteSituation['local'], Readonly<Record<RemoteSituation['remote'], RemoteAction>>>
> = {
  absent: { changed: 'insert', rewritten: 'insert', removed: 'ignore' },
  twin: { changed: 'adopt', rewritten: 'adopt', removed: 'ignore' },
  clean: { changed: 'take', rewritten: 'note', removed: 'delete' },
  dirty: { changed: 'merge', rewritten: 'note', removed: 'recreate' },
  deleting: { changed: 'undelete', rewritten: 'keep-delete', removed: 'finish' },
  // Back from a trash bin or a backup, perhaps with the very ETag it had.
  tombstone: { changed: 'undelete', rewritten: 'undelete', removed: 'ignore' },
  // A create of ours has arrived late.
  unborn: { changed: 'undelete', rewritten: 'keep-delete', removed: 'ignore' },
};
