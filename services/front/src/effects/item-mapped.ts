/**
 * A Map: the phone gave its LUID to an item we added. May come twice, late, in a later session; does the same each
 * time (OMA SyncML Sync Protocol 1.1, 2.3.1).
 */
import type { Datastore, Mapping } from '@anchorage/store';
import type { EffectContext } from './context.ts';
import { forgetRefusals } from './refusals.ts';

export async function settleMap(
  context: EffectContext,
  datastore: Datastore,
  guid: string,
  luid: string,
): Promise<void> {
  const { tx, device, logger } = context;
  const { accountId } = device;
  const mapping = await mappingOf(context, datastore, guid, luid);
  if (mapping === null) {
    logger.info('map for an unknown temporary GUID', { datastore: datastore.name });
    return;
  }
  const [holder] = await tx.mappings.byLuids(accountId, datastore.id, [luid]);
  if (holder !== undefined && holder.id !== mapping.id) {
    // The phone gave a LUID away again: what was behind it is no longer on the phone under this name. Whether its user
    // deleted it or the phone took ours for the same, adding it again loses nothing; forgetting it might.
    logger.warn('the phone uses a LUID again', { datastore: datastore.name });
    await tx.mappings.update(accountId, holder.id, { luid: null, pending: true });
  }
  // A Map implies success, also from phones that leave out the Status for the Add. Without a view the item has gone while
  // the Map was on its way: the next session deletes it on the phone.
  await forgetRefusals(context, mapping);
  // What the phone made an Add of unheard is not known to be what it was shown last.
  const pending = mapping.view === null || (mapping.pending && mapping.luid === guid);
  await tx.mappings.update(accountId, mapping.id, { luid, pending, withdrawn: false });
}

async function mappingOf(
  context: EffectContext,
  datastore: Datastore,
  guid: string,
  luid: string,
): Promise<Mapping | null> {
  const { tx, device } = context;
  const [added] = await tx.mappings.byGuids(device.accountId, datastore.id, [guid]);
  if (added !== undefined && (added.luid === null || added.luid === luid)) return added;
  const replaced = await replacedBefore(context, datastore, guid);
  if (replaced === null) return added ?? null;
  const rows = await tx.outbox.ofSession(device.accountId, context.sessionId);
  const isAdded = rows.some(
    (row) => row.datastoreId === datastore.id && row.command === 'add' && row.guid === guid,
  );
  return added !== undefined && isAdded ? added : replaced;
}

/**
 * S60 adds anew what it has lost when we replace it, answers 201 and maps the LUID that we had named, at once or in its
 * next session. Believed only where this session sent such a Replace, or the last one did, or an earlier one that never
 * heard the answer: LUIDs and temporary GUIDs are both small numbers, and the GUID of an Add that was mapped long ago may be
 * the same.
 */
async function replacedBefore(
  { tx, device, sessionId }: EffectContext,
  { id }: Datastore,
  luid: string,
): Promise<Mapping | null> {
  const [mapping] = await tx.mappings.byLuids(device.accountId, id, [luid]);
  if (mapping === undefined) return null;
  const own = await statusesIn(sessionId);
  const isUnheard = mapping.pending && !mapping.withdrawn;
  const statuses = own.length > 0 ? own : isUnheard ? [201] : await statusesBefore();
  return statuses.includes(201) ? mapping : null;

  async function statusesBefore(): Promise<readonly (number | null)[]> {
    const last = await tx.sessions.latestWith(device.accountId, id, sessionId);
    return last === null ? [] : statusesIn(last.session.id);
  }

  async function statusesIn(session: EffectContext['sessionId']): Promise<readonly (number | null)[]> {
    const rows = await tx.outbox.ofSession(device.accountId, session);
    return rows
      .filter((row) => row.datastoreId === id && row.command === 'replace' && row.luid === luid)
      .map(({ status }) => status);
  }
}
