import { describe, expect, it } from 'vitest';
import type { DevInf } from './devinf.ts';
import { encodeMessage } from './encode.ts';
import type { Dialect, SyncmlVersion } from './message.ts';
import { decodeDevInf } from './read/devinf-document.ts';

const decode = (xml: string): DevInf => decodeDevInf(new TextEncoder().encode(xml));
const store = (inner: string): string =>
  `<DataStore><SourceRef>contacts</SourceRef><Rx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Rx-Pref>${inner}</DataStore>`;
const devinf = (version: string, inner: string): DevInf =>
  decode(
    `<DevInf xmlns="syncml:devinf"><VerDTD>${version}</VerDTD><DevID>1</DevID><DevTyp>phone</DevTyp>${inner}</DevInf>`,
  );

describe('reading CTCap', () => {
  const tel = [
    {
      type: 'text/x-vcard',
      version: '',
      properties: [
        { name: 'N', dataType: 'chr', maxSize: 60, values: [], params: [] },
        {
          name: 'TEL',
          values: [],
          params: [{ name: 'TYPE', values: ['CELL', 'HOME'] }],
        },
        { name: 'NOTE', displayName: 'Note', values: [], params: [] },
      ],
    },
  ];
  const flat =
    '<CTCap><CTType>text/x-vcard</CTType><PropName>N</PropName><DataType>chr</DataType><Size>60</Size><PropName>TEL</PropName>' +
    '<ParamName>TYPE</ParamName><ValEnum>CELL</ValEnum><ValEnum>HOME</ValEnum><PropName>NOTE</PropName><DisplayName>Note</DisplayName></CTCap>';

  it.each([
    ['1.1, for the whole device', '1.1', `${store('')}${flat}`],
    ['1.0, before the datastores', '1.0', `${flat}${store('')}`],
    ['1.2 with the layout of 1.1 (Nokia 5610)', '1.2', store(flat)],
    ['1.2 with the place of 1.1', '1.2', `${store('')}${flat}`],
    [
      '1.2 with parameters at property level',
      '1.2',
      store(
        '<CTCap><CTType>text/x-vcard</CTType><Property><PropName>N</PropName><DataType>chr</DataType><MaxSize>60</MaxSize></Property>' +
          '<Property><PropName>TEL</PropName><ParamName>TYPE</ParamName><ValEnum>CELL</ValEnum><ValEnum>HOME</ValEnum></Property>' +
          '<Property><PropName>NOTE</PropName><DisplayName>Note</DisplayName></Property></CTCap>',
      ),
    ],
    [
      '1.2 in another order',
      '1.2',
      store(
        '<CTCap><CTType>text/x-vcard</CTType><Property><MaxSize>60</MaxSize><DataType>chr</DataType><PropName>N</PropName></Property>' +
          '<Property><PropParam><ValEnum>CELL</ValEnum><ParamName>TYPE</ParamName><ValEnum>HOME</ValEnum></PropParam><PropName>TEL</PropName></Property>' +
          '<Property><DisplayName>Note</DisplayName><PropName>NOTE</PropName></Property></CTCap>',
      ),
    ],
  ])('of %s', (_, version, inner) => {
    expect(devinf(version, inner).datastores[0]?.ctCaps).toEqual(tel);
  });

  it('repeats the device list in every datastore and keeps a type that comes twice', () => {
    const list =
      '<CTCap><CTType>a</CTType><PropName>X</PropName><CTType>a</CTType><PropName>Y</PropName></CTCap>';
    const { datastores } = devinf('1.1', `${store('')}${store('')}${list}`);
    expect(datastores.map(({ ctCaps }) => ctCaps.map(({ properties }) => properties[0]?.name))).toEqual([
      ['X', 'Y'],
      ['X', 'Y'],
    ]);
  });

  it('takes a version behind a type, and drops properties of no type', () => {
    const list =
      '<CTCap><PropName>X</PropName><CTType>a</CTType><VerCT>2.1</VerCT><ValEnum>lost</ValEnum></CTCap>';
    expect(devinf('1.1', store('') + list).datastores[0]?.ctCaps).toEqual([
      { type: 'a', version: '2.1', properties: [] },
    ]);
  });
});

describe('reading the rest', () => {
  it('forgives spellings, empty elements and what is missing', () => {
    const read = devinf(
      '1.2',
      `<OEM></OEM><SupportLargeObjects/>${store('<SyncCap><SyncType>1</SyncType><SyncType>x</SyncType></SyncCap>')}` +
        '<Ext><Xnam>X-A</Xnam><Xval>1</Xval><XVal>2</XVal></Ext>',
    );
    expect(read).toEqual({
      verDtd: '1.2',
      devId: '1',
      devTyp: 'phone',
      utc: false,
      supportLargeObjs: true,
      supportNumberOfChanges: false,
      datastores: [
        {
          sourceRef: 'contacts',
          rxPref: { type: 'text/x-vcard', version: '2.1' },
          rx: [],
          txPref: { type: '', version: '' },
          tx: [],
          ctCaps: [],
          syncTypes: [1],
        },
      ],
      ext: [{ name: 'X-A', values: ['1', '2'] }],
    });
  });

  it('takes an unknown version for 1.2', () => {
    expect(devinf('9', '').verDtd).toBe('1.2');
  });
});

describe('writing', () => {
  const full = (verDtd: SyncmlVersion): DevInf => ({
    verDtd,
    man: 'Example',
    devId: 'x',
    devTyp: 'server',
    utc: true,
    supportLargeObjs: true,
    supportNumberOfChanges: true,
    datastores: ['card', 'cal'].map((sourceRef) => ({
      sourceRef,
      rxPref: { type: 'a', version: '1' },
      rx: [],
      txPref: { type: 'a', version: '1' },
      tx: [],
      supportHierarchicalSync: true,
      syncTypes: [1],
      filterRx: [{ type: 'f', version: '1' }],
      ctCaps: [
        {
          type: 'a',
          version: '1',
          fieldLevel: true,
          properties: [
            { name: 'N', maxSize: 5, maxOccur: 2, noTruncate: true, values: [], params: [] },
            {
              name: 'T',
              dataType: 'chr',
              values: ['V'],
              params: [{ name: 'P', dataType: 'chr', values: ['W'] }],
            },
          ],
        },
      ],
    })),
    ext: [],
  });
  const formats =
    '<Rx-Pref><CTType>a</CTType><VerCT>1</VerCT></Rx-Pref><Tx-Pref><CTType>a</CTType><VerCT>1</VerCT></Tx-Pref>';
  const flatStores = ['card', 'cal']
    .map(
      (name) =>
        `<DataStore><SourceRef>${name}</SourceRef>${formats}<SyncCap><SyncType>1</SyncType></SyncCap></DataStore>`,
    )
    .join('');

  it.each([
    [
      '1.0',
      `<VerDTD>1.0</VerDTD><Man>Example</Man><DevID>x</DevID><DevTyp>server</DevTyp>${flatStores}` +
        '<CTCap><CTType>a</CTType><PropName>N</PropName><PropName>T</PropName><ValEnum>V</ValEnum><ParamName>P</ParamName><ValEnum>W</ValEnum></CTCap>',
    ],
    [
      '1.1',
      '<VerDTD>1.1</VerDTD><Man>Example</Man><DevID>x</DevID><DevTyp>server</DevTyp><UTC/><SupportLargeObjs/><SupportNumberOfChanges/>' +
        `${flatStores}<CTCap><CTType>a</CTType><PropName>N</PropName><DataType>chr</DataType><Size>5</Size>` +
        '<PropName>T</PropName><ValEnum>V</ValEnum><ParamName>P</ParamName><ValEnum>W</ValEnum></CTCap>',
    ],
    [
      '1.2',
      '<VerDTD>1.2</VerDTD><Man>Example</Man><DevID>x</DevID><DevTyp>server</DevTyp><UTC/><SupportLargeObjs/><SupportNumberOfChanges/>' +
        ['card', 'cal']
          .map(
            (name) =>
              `<DataStore><SourceRef>${name}</SourceRef>${formats}<CTCap><CTType>a</CTType><VerCT>1</VerCT><FieldLevel/>` +
              '<Property><PropName>N</PropName><MaxOccur>2</MaxOccur><MaxSize>5</MaxSize><NoTruncate/></Property>' +
              '<Property><PropName>T</PropName><DataType>chr</DataType><ValEnum>V</ValEnum><PropParam><ParamName>P</ParamName>' +
              '<DataType>chr</DataType><ValEnum>W</ValEnum></PropParam></Property></CTCap><SupportHierarchicalSync/>' +
              '<SyncCap><SyncType>1</SyncType></SyncCap><Filter-Rx><CTType>f</CTType><VerCT>1</VerCT></Filter-Rx></DataStore>',
          )
          .join(''),
    ],
  ] as const)('in the layout of %s, whatever the session speaks', (version, expected) => {
    const dialect: Dialect = {
      encoding: 'xml',
      version: '1.2',
      wbxmlVersion: 2,
      publicId: 'numeric',
      cdata: false,
    };
    const xml = new TextDecoder().decode(
      encodeMessage(
        {
          header: {
            verDtd: '1.2',
            verProto: 'SyncML/1.2',
            sessionId: '1',
            msgId: 1,
            target: { uri: '' },
            source: { uri: '' },
          },
          commands: [
            { name: 'Put', cmdId: '1', items: [{ data: { kind: 'devinf', devinf: full(version) } }] },
          ],
          final: true,
        },
        dialect,
      ),
    );
    expect(/<DevInf xmlns="syncml:devinf">(.*)<\/DevInf>/.exec(xml)?.[1]).toBe(expected);
  });
});
