/** The phone's DevInf, in the shape of a plain S60 or SyncEvolution one. */
import type { ContentFormat, DevInf, SyncmlVersion } from '@anchorage/syncml-codec';

export function phoneDevInf(phone: {
  readonly version: SyncmlVersion;
  readonly deviceUri: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly largeObjects: boolean;
  readonly maxGuidSize: number;
  readonly datastores: readonly { readonly source: string; readonly type: string }[];
}): DevInf {
  return {
    verDtd: phone.version,
    man: phone.manufacturer,
    mod: phone.model,
    swV: '1.0',
    devId: phone.deviceUri,
    devTyp: 'phone',
    utc: true,
    supportLargeObjs: phone.largeObjects && phone.version !== '1.0',
    supportNumberOfChanges: phone.version !== '1.0',
    datastores: phone.datastores.map(({ source, type }) => {
      const format = formatOf(type);
      return {
        sourceRef: source,
        maxGuidSize: phone.maxGuidSize,
        rxPref: format,
        rx: [],
        txPref: format,
        tx: [],
        ctCaps: [],
        syncTypes: [1, 2, 3, 4, 5, 6, 7],
      };
    }),
    ext: [],
  };
}

function formatOf(type: string): ContentFormat {
  return { type, version: versions[type] ?? '1.0' };
}

const versions: Readonly<Record<string, string>> = {
  'text/x-vcard': '2.1',
  'text/vcard': '3.0',
  'text/x-vcalendar': '1.0',
  'text/calendar': '2.0',
  'text/plain': '1.0',
};
