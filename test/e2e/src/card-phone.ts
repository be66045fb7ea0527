/** SyncEvolution with contacts alone, and syncs that have to succeed. */
import { join } from 'node:path';
import {
  createSyncEvolution,
  type SyncEvolution,
  type SyncEvolutionMode,
  type SyncEvolutionOptions,
} from '@anchorage/kit';
import type { World } from './world.ts';

export interface CardPhoneOptions extends Pick<SyncEvolutionOptions, 'encoding' | 'maxMsgSize'> {
  /** Where it reaches the gateway, given where that is: a proxy in between. */
  readonly through?: (origin: string) => Promise<string>;
}

export async function cardPhone(
  world: World,
  name: string,
  { through, ...options }: CardPhoneOptions,
): Promise<SyncEvolution> {
  const login = await world.operator.addDevice(world.account, name);
  const { origin } = new URL(login.url);
  return createSyncEvolution({
    folder: join(world.folder, name),
    ...login,
    url: `${(await through?.(origin)) ?? origin}/sync`,
    deviceId: `card-phone-${name}`,
    version: '1.2',
    auth: 'md5',
    stores: ['card'],
    ...options,
  });
}

/** Both ways through: when it resolves the cloud has what the phone brought. */
export async function syncThrough(
  world: World,
  device: SyncEvolution,
  mode: SyncEvolutionMode = 'two-way',
): Promise<void> {
  const report = await device.sync(mode);
  if (!report.ok)
    throw new Error(`${mode} failed with ${report.status} ${report.error ?? ''}\n${report.output}`);
  await world.operator.sync(world.account);
}

export async function cardsOf(device: SyncEvolution): Promise<readonly string[]> {
  return [...(await device.items('card')).values()];
}
