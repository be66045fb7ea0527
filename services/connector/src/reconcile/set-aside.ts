/**
 * Items that a phone is not sent any more for the time being: those it refused too often (the front finds them), and those
 * that it and the cloud undo by turns. Such an item stays as the cloud has it, the phone keeps what it made of it, until
 * either of them has something else to say. Everything else goes on.
 */
import { createHash } from 'node:crypto';
import { syncTypes } from '@anchorage/model';
import { takeTurn } from '@anchorage/reconcile';
import type { Mapping, StoredItem, Tables } from '@anchorage/store';
import { digest } from '../digest.ts';
import type { Frame } from './frame.ts';
import type { Intake, Taken } from './intake.ts';

/**
 * `made`: the item as the phone's change would have it. Null when it cannot be compared, and when the phone has not got yet
 * what it is to have: one whose sessions break off says in each slow sync what it had before, and makes nothing of anything.
 */
export function turnOf(
  { pim, tools }: Frame,
  { body, revision }: StoredItem,
  { turns, pending, revision: given }: Mapping,
  made: string,
): ReturnType<typeof takeTurn> | null {
  if (pending || revision > given) return null;
  const turn = digest(() => {
    const hash = createHash('sha256');
    return hash.update(`${pim.normalise(body)}\0${pim.normalise(made)}`).digest('base64');
  });
  return turn.ok ? takeTurn(turns, turn.value, tools.clock.now()) : null;
}

/**
 * `incoming`: what the phone has; `made`: what the item would be with it, kept among its versions and, as the phone sent
 * it, in quarantine. Its owner may have it tried again, and loses neither.
 */
export async function leaveApart(
  { desk, frame }: Intake,
  item: StoredItem,
  mapping: Mapping,
  { incoming, sent, made }: { readonly incoming: string; readonly sent: string; readonly made: string },
): Promise<Taken> {
  const { tools, accountId, session, datastore } = frame;
  await desk.flush();
  await desk.tx.items.keepLost(accountId, item.id, made, session.id);
  const { id } = mapping;
  const { revision } = item;
  await desk.tx.mappings.update(accountId, id, {
    view: incoming,
    revision,
    aside: revision,
    turns: null,
    pending: false,
    withdrawn: false,
  });
  await desk.tx.quarantine.put(accountId, {
    ...keyOf(mapping),
    reason: 'ping-pong',
    raw: new TextEncoder().encode(sent),
    createdAt: tools.clock.now(),
  });
  desk.count('quarantined');
  tools.logger.warn('an item is set aside that its phone and its cloud undo by turns', {
    account: accountId,
    session: session.id,
    datastore: datastore.id,
    item: item.id,
  });
  return { kind: 'done' };
}

/** Does the phone only say again what it was left with? A refresh from it says that the cloud is to have it. */
export function isLeftApart(
  { part, pim, capabilities }: Frame,
  item: StoredItem,
  { aside, view }: Mapping,
  incoming: string,
): boolean {
  if (aside === null || item.revision > aside || view === null) return false;
  if (part.syncType === syncTypes.refreshFromClient) return false;
  const same = digest(() => pim.sameOnPhone(view, incoming, capabilities));
  return same.ok && same.value;
}

/** The phone has said something else, and both sides agree; or it has not got the item any more. */
export async function takeBackIn(tx: Tables, { accountId }: Frame, mapping: Mapping): Promise<void> {
  if (mapping.aside === null) return;
  await tx.mappings.update(accountId, mapping.id, { aside: null, refusals: 0 });
  await tx.quarantine.resolve(accountId, keyOf(mapping));
}

function keyOf({ id, datastoreId }: Mapping) {
  return { side: 'to-phone', collectionId: null, datastoreId, reference: id } as const;
}
