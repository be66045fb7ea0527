import type { DatastoreName, DeviceProfile } from '@anchorage/model';
import { datastoreFor } from './aliases.ts';

/**
 * Our datastore that this phone means by a name: its tasks are where its profile says it keeps them. Null when the name is
 * none of ours.
 */
export function datastoreOn(profile: Pick<DeviceProfile, 'datastores'>, uri: string): DatastoreName | null {
  const name = datastoreFor(uri);
  return name === null ? null : (profile.datastores[name]?.within ?? name);
}
