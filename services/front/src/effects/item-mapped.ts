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
  const mapping = await mappingOf(context, datastore, guid);
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
  await tx.mappings.update(accountId, mapping.id, { luid, pending: mapping.view === null, withdrawn: false });
}

async function mappingOf(
  context: EffectContext,
  datastore: Datastore,
  guid: string,
): Promise<Mapping | null> {
  const { tx, device } = context;
  const [mapping] = await tx.mappings.byGuids(device.accountId, datastore.id, [guid]);
  if (mapping !== undefined) return mapping;
  // S60 adds anew what it has lost when we replace it, answers 201 and maps the LUID that we had named. Believed only
  // where this session sent such a Replace: LUIDs and temporary GUIDs are both small numbers.
  const rows = await tx.outbox.ofSession(device.accountId, context.sessionId);
  const replaced = rows.some(
    (row) =>
      row.datastoreId === datastore.id &&
      row.command === 'replace' &&
      row.luid === guid &&
      row.status === 201,
  );
  if (!replaced) return null;
  return (await tx.mappings.byLuids(device.accountId, datastore.id, [guid]))[0] ?? null;
}
