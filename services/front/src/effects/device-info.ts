/** The phone told about itself: keep it, and find its profile anew. */
import type { DevInf } from '@anchorage/syncml-codec';
import { profileFor } from '@anchorage/syncml-session';
import type { EffectContext } from './context.ts';

export async function storeDeviceInfo({ tx, device }: EffectContext, devInf: DevInf): Promise<void> {
  const account = await tx.accounts.get(device.accountId);
  const profile = profileFor({
    devInf,
    userAgent: device.userAgent,
    deviceUri: device.deviceUri ?? devInf.devId,
    timeZone: account?.timeZone ?? 'UTC',
  });
  await tx.devices.update(device.accountId, device.id, { devInf: JSON.stringify(devInf), profile });
}
