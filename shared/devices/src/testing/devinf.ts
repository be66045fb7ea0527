/** DevInf of invented phones, and what is made of it. */
import type { ContentFormat, CtCap, DevInf, DevInfDatastore, DevInfProperty } from '@anchorage/syncml-codec';
import { profileFor } from '../profile-for.ts';
import type { KnownDevice } from '../profile-for.ts';

export const format = (type: string, version = ''): ContentFormat => ({ type, version });
export const property = (name: string, more: Partial<DevInfProperty> = {}): DevInfProperty => ({
  name,
  values: [],
  params: [],
  ...more,
});
export const ctCap = (type: string, properties: readonly (DevInfProperty | string)[]): CtCap => ({
  type,
  version: '',
  properties: properties.map((one) => (typeof one === 'string' ? property(one) : one)),
});
export const begin = (...values: readonly string[]): DevInfProperty => property('BEGIN', { values });
export const store = (
  sourceRef: string,
  rx: readonly string[],
  more: Partial<DevInfDatastore> = {},
): DevInfDatastore => {
  const [preferred = format(''), ...others] = rx.map((type) => format(type));
  return {
    sourceRef,
    rxPref: preferred,
    rx: others,
    txPref: preferred,
    tx: others,
    ctCaps: [],
    syncTypes: [1, 2],
    ...more,
  };
};
export const devInf = (datastores: readonly DevInfDatastore[], more: Partial<DevInf> = {}): DevInf => ({
  verDtd: '1.2',
  man: 'Kestrel Mobile',
  mod: 'K220',
  devId: 'IMEI:000000000000001',
  devTyp: 'phone',
  utc: false,
  supportLargeObjs: false,
  supportNumberOfChanges: false,
  datastores,
  ext: [],
  ...more,
});
export const known = (info: DevInf | null, more: Partial<KnownDevice> = {}) =>
  profileFor({
    devInf: info,
    userAgent: null,
    deviceUri: 'IMEI:000000000000001',
    timeZone: 'Europe/Zurich',
    ...more,
  });
