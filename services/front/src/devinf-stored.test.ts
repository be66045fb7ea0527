/** Every element of a phone's device information, there and in the store (SyncML Device Information 1.2, A.2). */
import { createPhone } from '@anchorage/kit';
import type { DevInf, Encoding, SyncmlVersion } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const vcard21 = { type: 'text/x-vcard', version: '2.1' };
const vcard30 = { type: 'text/vcard', version: '3.0' };
const filter = { type: 'syncml:filtertype-cgi', version: '1.0' };

/** With every element that 1.2 has. */
const full: DevInf = {
  verDtd: '1.2',
  man: 'Example',
  mod: 'E1',
  oem: 'Operator',
  fwV: '1.1',
  swV: '2.2',
  hwV: '3.3',
  devId: 'IMEI:000000000000017',
  devTyp: 'smartphone',
  utc: true,
  supportLargeObjs: true,
  supportNumberOfChanges: true,
  datastores: [
    {
      sourceRef: './card',
      displayName: 'People',
      maxGuidSize: 16,
      rxPref: vcard21,
      rx: [vcard30],
      txPref: vcard21,
      tx: [vcard30],
      ctCaps: [
        {
          ...vcard21,
          fieldLevel: true,
          properties: [
            { name: 'N', values: [], params: [] },
            {
              name: 'TEL',
              dataType: 'phonenum',
              maxOccur: 3,
              maxSize: 40,
              noTruncate: true,
              values: [],
              displayName: 'Number',
              params: [{ name: 'TYPE', dataType: 'chr', values: ['CELL', 'HOME'], displayName: 'Kind' }],
            },
            { name: 'VERSION', values: ['2.1'], params: [] },
          ],
        },
      ],
      dsMem: { shared: true, maxMem: 100_000, maxId: 500 },
      supportHierarchicalSync: true,
      syncTypes: [1, 2, 7],
      filterRx: [filter],
      filterCaps: [{ ...filter, keywords: ['SINCE'], properties: ['N'] }],
    },
  ],
  ext: [{ name: 'X-EXAMPLE', values: ['a', 'b'] }],
};

/** The same as far as 1.1 and 1.0 can say it: no trees, no filters, and values or a type for a property, never both. */
function before12(version: '1.0' | '1.1'): DevInf {
  const later = version === '1.1';
  const types = later ? { dataType: 'phonenum', maxSize: 40 } : {};
  return {
    ...full,
    verDtd: version,
    utc: later,
    supportLargeObjs: later,
    supportNumberOfChanges: later,
    datastores: full.datastores.map(
      ({
        filterRx: _filterRx,
        filterCaps: _filterCaps,
        supportHierarchicalSync: _folders,
        ...datastore
      }) => ({
        ...datastore,
        ctCaps: [
          {
            type: vcard21.type,
            version: '',
            properties: [
              { name: 'N', values: [], params: [] },
              {
                name: 'TEL',
                ...types,
                values: [],
                displayName: 'Number',
                params: [{ name: 'TYPE', values: ['CELL', 'HOME'], displayName: 'Kind' }],
              },
              { name: 'VERSION', values: ['2.1'], params: [] },
            ],
          },
        ],
      }),
    ),
  };
}

const always =
  'VerDTD Man Mod OEM FwV SwV HwV DevID DevTyp DataStore SourceRef DisplayName MaxGUIDSize Rx-Pref Rx Tx-Pref Tx'
    .concat(
      ' CTType VerCT CTCap PropName ParamName ValEnum DSMem SharedMem MaxMem MaxID SyncCap SyncType Ext XNam XVal',
    )
    .split(' ');
const since11 = ['UTC', 'SupportLargeObjs', 'SupportNumberOfChanges', 'DataType', 'Size'];
const since12 = 'Property PropParam MaxOccur MaxSize NoTruncate FieldLevel Filter-Rx FilterCap FilterKeyword'
  .concat(' SupportHierarchicalSync')
  .split(' ');
const versions: readonly (readonly [SyncmlVersion, DevInf, readonly string[]])[] = [
  ['1.0', before12('1.0'), always],
  ['1.1', before12('1.1'), [...always, ...since11]],
  ['1.2', full, [...always, ...since11.filter((name) => name !== 'Size'), ...since12]],
];
const cases = versions.flatMap(([version, sample, names]) =>
  (['xml', 'wbxml'] as const).map((encoding) => [version, encoding, sample, names] as const),
);

describe('device information', () => {
  it.each<readonly [SyncmlVersion, Encoding, DevInf, readonly string[]]>(cases)(
    'is kept with every element of %s, sent as %s (DS-014)',
    async (version, encoding, sample, names) => {
      const { url } = await rig.serve();
      let written = '';
      const phone = createPhone({
        url,
        username: 'rigphone',
        password: rig.password,
        deviceUri: 'IMEI:000000000000017',
        version,
        encoding,
        datastores: { card: { type: 'text/x-vcard' } },
        devInf: () => sample,
      });
      await phone.sync({
        onExchange: ({ request }) => void (written += Buffer.from(request).toString('latin1')),
      });
      const kept = (await rig.store.devices.get(rig.accountId, rig.device.id))?.devInf;
      expect(JSON.parse(kept ?? 'null')).toEqual(sample);
      // Lest the sample leave one out. What stands in WBXML has no names.
      const spoken = (name: string): boolean =>
        written.includes(`<${name}>`) || written.includes(`<${name}/>`);
      const wanted = encoding === 'xml' ? names : [];
      expect(wanted.filter((name) => !spoken(name))).toEqual([]);
    },
  );
});
