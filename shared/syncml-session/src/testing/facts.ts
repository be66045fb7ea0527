/** Facts for tests, all invented. */
import { profileFor } from '@anchorage/devices';
import type { DatastoreName, DeviceProfile } from '@anchorage/model';
import type { Dialect, Encoding, SyncmlVersion } from '@anchorage/syncml-codec';
import type { DatastoreFacts, ServerFacts } from '../contract.ts';

export const server: ServerFacts = {
  url: 'http://sync.example.org/sync',
  respUri: 'http://sync.example.org/sync?s=0123456789abcdef01234567',
  deviceId: 'sync.example.org',
  manufacturer: 'Anchorage',
  model: 'Gateway',
  version: '1.0.0',
  maxMsgSize: 32_768,
  maxObjSize: 200_000,
};

export const deviceUri = 'IMEI:000000000000001';

export function profile(overrides: Partial<DeviceProfile> = {}): DeviceProfile {
  return {
    ...profileFor({ devInf: null, userAgent: null, deviceUri, timeZone: 'Europe/Zurich' }),
    ...overrides,
  };
}

export function dialect(version: SyncmlVersion = '1.2', encoding: Encoding = 'xml'): Dialect {
  return { encoding, version, wbxmlVersion: 2, publicId: 'numeric', cdata: false };
}

export function datastore(name: DatastoreName, facts: Partial<DatastoreFacts> = {}): DatastoreFacts {
  return {
    name,
    displayName: name,
    clientAnchor: 'client-1',
    serverAnchor: 'server-1',
    readOnly: false,
    ...facts,
  };
}
