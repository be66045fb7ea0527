/**
 * Device information 1.0, 1.1 and 1.2 (SyncML Device Information 1.2, section 7). Token 0x1c is `Size` up to 1.1 and
 * `MaxSize` in 1.2; 0x2f is unassigned.
 */
import type { CodeSpace, TokenTable } from '../code-space.ts';

const devinf10: TokenTable = {
  0x05: 'CTCap',
  0x06: 'CTType',
  0x07: 'DataStore',
  0x08: 'DataType',
  0x09: 'DevID',
  0x0a: 'DevInf',
  0x0b: 'DevTyp',
  0x0c: 'DisplayName',
  0x0d: 'DSMem',
  0x0e: 'Ext',
  0x0f: 'FwV',
  0x10: 'HwV',
  0x11: 'Man',
  0x12: 'MaxGUIDSize',
  0x13: 'MaxID',
  0x14: 'MaxMem',
  0x15: 'Mod',
  0x16: 'OEM',
  0x17: 'ParamName',
  0x18: 'PropName',
  0x19: 'Rx',
  0x1a: 'Rx-Pref',
  0x1b: 'SharedMem',
  0x1c: 'Size',
  0x1d: 'SourceRef',
  0x1e: 'SwV',
  0x1f: 'SyncCap',
  0x20: 'SyncType',
  0x21: 'Tx',
  0x22: 'Tx-Pref',
  0x23: 'ValEnum',
  0x24: 'VerCT',
  0x25: 'VerDTD',
  0x26: 'XNam',
  0x27: 'XVal',
};

const devinf11: TokenTable = {
  ...devinf10,
  0x28: 'UTC',
  0x29: 'SupportNumberOfChanges',
  0x2a: 'SupportLargeObjs',
};

const devinf12: TokenTable = {
  ...devinf11,
  0x1c: 'MaxSize',
  0x2b: 'Property',
  0x2c: 'PropParam',
  0x2d: 'MaxOccur',
  0x2e: 'NoTruncate',
  0x30: 'Filter-Rx',
  0x31: 'FilterCap',
  0x32: 'FilterKeyword',
  0x33: 'FieldLevel',
  0x34: 'SupportHierarchicalSync',
};

export const devinf10Space: CodeSpace = {
  name: 'DevInf 1.0',
  publicId: 0x0fd2,
  fpi: '-//SYNCML//DTD DevInf 1.0//EN',
  root: 'DevInf',
  namespaces: { 0: 'syncml:devinf' },
  tags: { 0: devinf10 },
};

export const devinf11Space: CodeSpace = {
  name: 'DevInf 1.1',
  publicId: 0x0fd4,
  fpi: '-//SYNCML//DTD DevInf 1.1//EN',
  root: 'DevInf',
  namespaces: { 0: 'syncml:devinf' },
  tags: { 0: devinf11 },
};

export const devinf12Space: CodeSpace = {
  name: 'DevInf 1.2',
  publicId: 0x1203,
  fpi: '-//SYNCML//DTD DevInf 1.2//EN',
  root: 'DevInf',
  namespaces: { 0: 'syncml:devinf' },
  tags: { 0: devinf12 },
};
