/** Tests only: arbitrary device information. */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { ContentFormat, CtCap, DevInf, DevInfDatastore } from '../devinf.ts';
import type { SyncmlVersion } from '../message.ts';
import { number, record, token, xmlText, yes } from './arbitrary-values.ts';

/** In the layout of `version`, with nothing that it would leave out. */
export function arbitraryDevinf(version: SyncmlVersion): Arbitrary<DevInf> {
  const since11 = version !== '1.0';
  const since12 = version === '1.2';
  const bool = since11 ? fc.boolean() : fc.constant(false);
  const caps = arbitraryCtCaps(version);
  const format = fc.record({ type: token, version: token }) as Arbitrary<ContentFormat>;
  const formats = fc.array(format, { maxLength: 2 });
  const datastore = record<DevInfDatastore>(
    {
      sourceRef: token,
      displayName: token,
      maxGuidSize: number,
      rxPref: format,
      rx: formats,
      txPref: format,
      tx: formats,
      ctCaps: since12 ? caps : fc.constant([]),
      dsMem: record({ shared: yes, maxMem: number, maxId: number }),
      ...(since12
        ? {
            supportHierarchicalSync: yes,
            filterRx: fc.array(format, { minLength: 1, maxLength: 2 }),
            filterCaps: fc.array(
              fc.record({
                type: token,
                version: token,
                keywords: fc.array(token, { maxLength: 2 }),
                properties: fc.array(token, { maxLength: 2 }),
              }),
              { minLength: 1, maxLength: 2 },
            ),
          }
        : {}),
      syncTypes: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
    },
    ['sourceRef', 'rxPref', 'rx', 'txPref', 'tx', 'ctCaps', 'syncTypes'],
  );
  return fc
    .record({
      texts: record({ man: token, mod: token, oem: token, fwV: token, swV: token, hwV: token }),
      devId: token,
      devTyp: token,
      utc: bool,
      supportLargeObjs: bool,
      supportNumberOfChanges: bool,
      datastores: fc.array(datastore, { maxLength: 2 }),
      shared: since12 ? fc.constant([]) : caps,
      ext: fc.array(fc.record({ name: token, values: fc.array(xmlText, { maxLength: 2 }) }), {
        maxLength: 2,
      }),
    })
    .map(({ texts, shared, datastores, ...rest }) => ({
      verDtd: version,
      ...texts,
      ...rest,
      // Before 1.2 every datastore has the same list, the device's.
      datastores: since12 ? datastores : datastores.map((store) => ({ ...store, ctCaps: shared })),
    }));
}

function arbitraryCtCaps(version: SyncmlVersion): Arbitrary<readonly CtCap[]> {
  const values = fc.array(token, { maxLength: 3 });
  const since12 = version === '1.2';
  const described = since12
    ? record({ dataType: token, maxOccur: number, maxSize: number, noTruncate: yes, values }, ['values'])
    : fc.oneof(
        fc.record({ values }),
        ...(version === '1.1'
          ? [record({ values: fc.constant([]), dataType: token, maxSize: number }, ['values', 'dataType'])]
          : []),
      );
  const paramDescribed = since12
    ? record({ dataType: token, values }, ['values'])
    : fc.oneof(
        fc.record({ values }),
        ...(version === '1.1' ? [fc.record({ values: fc.constant([]), dataType: token })] : []),
      );
  const labelled = record({ name: token, displayName: token }, ['name']);
  const param = fc.tuple(labelled, paramDescribed).map(([label, rest]) => ({ ...label, ...rest }));
  const property = fc
    .tuple(labelled, described, fc.array(param, { maxLength: 2 }))
    .map(([label, rest, params]) => ({ ...label, ...rest, params }));
  const ctCap = record(
    {
      type: token,
      version: since12 ? token : fc.constant(''),
      ...(since12 ? { fieldLevel: yes } : {}),
      properties: fc.array(property, { maxLength: 3 }),
    },
    ['type', 'version', 'properties'],
  );
  return fc.uniqueArray(ctCap, {
    maxLength: 2,
    selector: (cap) => JSON.stringify(cap),
  }) as unknown as Arbitrary<readonly CtCap[]>;
}
