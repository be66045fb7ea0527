/** The phone told about itself: keep it, and find its profile anew. */
import { namesWithin } from '@anchorage/model';
import type { DeviceProfile } from '@anchorage/model';
import type { Job } from '@anchorage/jobs';
import type { DevInf } from '@anchorage/syncml-codec';
import { profileFor } from '@anchorage/syncml-session';
import type { EffectContext } from './context.ts';

export async function storeDeviceInfo(context: EffectContext, devInf: DevInf): Promise<readonly Job[]> {
  const { tx, device } = context;
  const account = await tx.accounts.get(device.accountId);
  const profile = profileFor({
    devInf,
    userAgent: device.userAgent,
    deviceUri: device.deviceUri ?? devInf.devId,
    timeZone: account?.timeZone ?? 'UTC',
  });
  await tx.devices.update(device.accountId, device.id, { devInf: JSON.stringify(devInf), profile });
  return bringTogether(context, profile);
}

/**
 * What the phone keeps in one datastore comes from all the collections for it, from the first item on; they are read at
 * once. They stay behind it when the phone changes its mind: what is of no kind that it holds is not sent.
 */
async function bringTogether(
  { tx, device, datastores }: EffectContext,
  profile: DeviceProfile,
): Promise<readonly Job[]> {
  const { accountId } = device;
  const jobs: Job[] = [];
  for (const host of datastores) {
    const known = new Set(host.collections.map(({ id }) => id));
    const fresh = namesWithin(profile, host.name)
      .flatMap((name) => datastores.find((one) => one.name === name)?.collections ?? [])
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => ({ collectionId: id, revision: 0 }));
    await tx.datastores.setSeen(accountId, host.id, fresh);
    for (const { collectionId } of fresh) jobs.push({ kind: 'refresh', accountId, collectionId });
  }
  return jobs;
}
