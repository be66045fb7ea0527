/** The guard against Deletes of a phone that nobody can have meant. */
import { isMassDelete, mayBeMassDelete } from '@anchorage/reconcile';
import { partOf } from './counts.ts';
import type { Frame } from './frame.ts';
import { allMappings } from './slow.ts';

/** Would the Deletes of this session take more away than a person is likely to mean? */
export async function shouldHold(frame: Frame): Promise<boolean> {
  const { tools, accountId, session, datastore } = frame;
  const luids = await tools.store.inbox.deleted(accountId, session.id, datastore.id);
  if (luids.length === 0) return false;
  // Read after them: where another worker holds some of this session's already, what is left looks like little.
  const part = await partOf(tools.store, accountId, session.id, datastore.id);
  if ((part?.counts['held'] ?? 0) > 0) return true;
  // Few are never too many: what the phone has need not be counted.
  if (!mayBeMassDelete(luids.length)) return false;
  // Of what it has, not of all there is: collections may hold other kinds, or more than this phone was ever given.
  const mappings = await allMappings(frame);
  const had = new Set(mappings.flatMap(({ luid, withdrawn }) => (luid === null || withdrawn ? [] : [luid])));
  const deleted = new Set(luids.filter((luid) => had.has(luid)));
  const sent = await tools.store.inbox.luids(accountId, session.id, datastore.id);
  const going = new Set(luids);
  const left = new Set([...had, ...sent].filter((luid) => !going.has(luid)));
  return isMassDelete(deleted.size, had.size, left.size);
}
