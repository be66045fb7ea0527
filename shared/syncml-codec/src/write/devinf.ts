/** Device information in the layout its `verDtd` has (SyncML Device Information 1.2, 5.3), whatever the session's version. */
import type { ContentFormat, DevInf, DevInfDatastore, FilterCap } from '../devinf.ts';
import type { SyncmlVersion } from '../message.ts';
import { element, textElement } from '../tree.ts';
import type { Element } from '../tree.ts';
import { atLeast } from './context.ts';
import { writeCtCap, writeFlatCtCap } from './ctcap.ts';

export function writeDevinf(devinf: DevInf): Element {
  const { verDtd: version } = devinf;
  const since11 = atLeast(version, '1.1');
  return element('devinf', 'DevInf', [
    text('VerDTD', version),
    text('Man', devinf.man),
    text('Mod', devinf.mod),
    text('OEM', devinf.oem),
    text('FwV', devinf.fwV),
    text('SwV', devinf.swV),
    text('HwV', devinf.hwV),
    text('DevID', devinf.devId),
    text('DevTyp', devinf.devTyp),
    since11 && flag('UTC', devinf.utc),
    since11 && flag('SupportLargeObjs', devinf.supportLargeObjs),
    since11 && flag('SupportNumberOfChanges', devinf.supportNumberOfChanges),
    ...devinf.datastores.map((datastore) => writeDatastore(datastore, version)),
    !atLeast(version, '1.2') && writeFlatCtCap(devinf.datastores, version),
    ...devinf.ext.map(({ name, values }) =>
      element('devinf', 'Ext', [text('XNam', name), ...values.map((value) => text('XVal', value))]),
    ),
  ]);
}

function writeDatastore(datastore: DevInfDatastore, version: SyncmlVersion): Element {
  const since12 = atLeast(version, '1.2');
  return element('devinf', 'DataStore', [
    text('SourceRef', datastore.sourceRef),
    text('DisplayName', datastore.displayName),
    text('MaxGUIDSize', datastore.maxGuidSize),
    writeFormat('Rx-Pref', datastore.rxPref),
    ...datastore.rx.map((format) => writeFormat('Rx', format)),
    writeFormat('Tx-Pref', datastore.txPref),
    ...datastore.tx.map((format) => writeFormat('Tx', format)),
    ...(since12 ? datastore.ctCaps.map(writeCtCap) : []),
    datastore.dsMem && writeDsMem(datastore.dsMem),
    since12 && flag('SupportHierarchicalSync', datastore.supportHierarchicalSync),
    element(
      'devinf',
      'SyncCap',
      datastore.syncTypes.map((type) => text('SyncType', type)),
    ),
    ...(since12 ? (datastore.filterRx ?? []).map((format) => writeFormat('Filter-Rx', format)) : []),
    ...(since12 ? (datastore.filterCaps ?? []).map(writeFilterCap) : []),
  ]);
}

function writeFormat(name: string, format: ContentFormat): Element {
  return element('devinf', name, [text('CTType', format.type), text('VerCT', format.version)]);
}

function writeDsMem(mem: NonNullable<DevInfDatastore['dsMem']>): Element {
  return element('devinf', 'DSMem', [
    flag('SharedMem', mem.shared),
    text('MaxMem', mem.maxMem),
    text('MaxID', mem.maxId),
  ]);
}

function writeFilterCap(cap: FilterCap): Element {
  return element('devinf', 'FilterCap', [
    text('CTType', cap.type),
    text('VerCT', cap.version),
    ...cap.keywords.map((keyword) => text('FilterKeyword', keyword)),
    ...cap.properties.map((property) => text('PropName', property)),
  ]);
}

function text(name: string, value: string | number | undefined): Element | undefined {
  return value === undefined ? undefined : textElement('devinf', name, String(value));
}

function flag(name: string, value: boolean | undefined): Element | undefined {
  return value === true ? element('devinf', name) : undefined;
}
