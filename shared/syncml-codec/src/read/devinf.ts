/** Device information (SyncML Device Information 1.2, 5.3; 1.0 and 1.1 with the flat CTCap of the whole device). */
import type { ContentFormat, CtCap, DevInf, DevInfDatastore, FilterCap } from '../devinf.ts';
import type { Element } from '../tree.ts';
import { syncmlVersionOf } from '../version.ts';
import { readCtCaps } from './ctcap.ts';
import {
  child,
  childrenNamed,
  flag,
  optionalNumber,
  optionalToken,
  present,
  textOf,
  tokenOf,
} from './fields.ts';

/**
 * Lenient: any order, anything missing, CTCap at either place and in either layout. An unknown `VerDTD` reads as 1.2.
 */
export function readDevinf(devinf: Element): DevInf {
  const shared = readCtCaps(childrenNamed(devinf, 'CTCap'));
  return present({
    verDtd: syncmlVersionOf(tokenOf(child(devinf, 'VerDTD'))) ?? '1.2',
    man: optionalToken(child(devinf, 'Man')),
    mod: optionalToken(child(devinf, 'Mod')),
    oem: optionalToken(child(devinf, 'OEM')),
    fwV: optionalToken(child(devinf, 'FwV')),
    swV: optionalToken(child(devinf, 'SwV')),
    hwV: optionalToken(child(devinf, 'HwV')),
    devId: tokenOf(child(devinf, 'DevID')),
    devTyp: tokenOf(child(devinf, 'DevTyp')),
    utc: flag(devinf, 'UTC') ?? false,
    // The DTD of the 1.2 candidate spells the second one out.
    supportLargeObjs: child(devinf, 'SupportLargeObjs', 'SupportLargeObjects') !== undefined,
    supportNumberOfChanges: flag(devinf, 'SupportNumberOfChanges') ?? false,
    datastores: childrenNamed(devinf, 'DataStore').map((datastore) => readDatastore(datastore, shared)),
    ext: childrenNamed(devinf, 'Ext').map((ext) => ({
      name: tokenOf(child(ext, 'XNam', 'Xnam')),
      values: childrenNamed(ext, 'XVal', 'Xval').map(textOf),
    })),
  });
}

function readDatastore(datastore: Element, shared: readonly CtCap[]): DevInfDatastore {
  const rx = childrenNamed(datastore, 'Rx').map(readFormat);
  const tx = childrenNamed(datastore, 'Tx').map(readFormat);
  const rxPref = child(datastore, 'Rx-Pref');
  const txPref = child(datastore, 'Tx-Pref');
  const filterRx = childrenNamed(datastore, 'Filter-Rx').map(readFormat);
  const filterCaps = childrenNamed(datastore, 'FilterCap').map(readFilterCap);
  return present({
    sourceRef: textOf(child(datastore, 'SourceRef')).trim(),
    displayName: optionalToken(child(datastore, 'DisplayName')),
    maxGuidSize: optionalNumber(child(datastore, 'MaxGUIDSize')),
    rxPref: rxPref === undefined ? (rx[0] ?? noFormat) : readFormat(rxPref),
    rx,
    txPref: txPref === undefined ? (tx[0] ?? noFormat) : readFormat(txPref),
    tx,
    ctCaps: [...readCtCaps(childrenNamed(datastore, 'CTCap')), ...shared],
    dsMem: readDsMem(child(datastore, 'DSMem')),
    supportHierarchicalSync: flag(datastore, 'SupportHierarchicalSync'),
    syncTypes: childrenNamed(child(datastore, 'SyncCap'), 'SyncType')
      .map(optionalNumber)
      .filter((type) => type !== undefined),
    filterRx: filterRx.length > 0 ? filterRx : undefined,
    filterCaps: filterCaps.length > 0 ? filterCaps : undefined,
  });
}

function readFormat(element: Element): ContentFormat {
  return { type: tokenOf(child(element, 'CTType')), version: tokenOf(child(element, 'VerCT')) };
}

function readFilterCap(cap: Element): FilterCap {
  return {
    ...readFormat(cap),
    keywords: childrenNamed(cap, 'FilterKeyword').map(tokenOf),
    properties: childrenNamed(cap, 'PropName').map(tokenOf),
  };
}

function readDsMem(mem: Element | undefined): DevInfDatastore['dsMem'] {
  if (mem === undefined) return undefined;
  return present({
    shared: flag(mem, 'SharedMem'),
    maxMem: optionalNumber(child(mem, 'MaxMem')),
    maxId: optionalNumber(child(mem, 'MaxID', 'MaxId')),
  });
}

const noFormat: ContentFormat = { type: '', version: '' };
