/** SyncML 1.0, 1.1 and 1.2 (SyncML Representation Protocol 1.2.2, section 8). Token 0x30 is reserved. */
import type { CodeSpace, TokenTable } from '../code-space.ts';
import { dmDdf12 } from './dm-ddf.ts';
import { metinf10, metinf11, metinf12 } from './metinf.ts';

const syncml10: TokenTable = {
  0x05: 'Add',
  0x06: 'Alert',
  0x07: 'Archive',
  0x08: 'Atomic',
  0x09: 'Chal',
  0x0a: 'Cmd',
  0x0b: 'CmdID',
  0x0c: 'CmdRef',
  0x0d: 'Copy',
  0x0e: 'Cred',
  0x0f: 'Data',
  0x10: 'Delete',
  0x11: 'Exec',
  0x12: 'Final',
  0x13: 'Get',
  0x14: 'Item',
  0x15: 'Lang',
  0x16: 'LocName',
  0x17: 'LocURI',
  0x18: 'Map',
  0x19: 'MapItem',
  0x1a: 'Meta',
  0x1b: 'MsgID',
  0x1c: 'MsgRef',
  0x1d: 'NoResp',
  0x1e: 'NoResults',
  0x1f: 'Put',
  0x20: 'Replace',
  0x21: 'RespURI',
  0x22: 'Results',
  0x23: 'Search',
  0x24: 'Sequence',
  0x25: 'SessionID',
  0x26: 'SftDel',
  0x27: 'Source',
  0x28: 'SourceRef',
  0x29: 'Status',
  0x2a: 'Sync',
  0x2b: 'SyncBody',
  0x2c: 'SyncHdr',
  0x2d: 'SyncML',
  0x2e: 'Target',
  0x2f: 'TargetRef',
  0x31: 'VerDTD',
  0x32: 'VerProto',
};

const syncml11: TokenTable = {
  ...syncml10,
  0x33: 'NumberOfChanges',
  0x34: 'MoreData',
};

const syncml12: TokenTable = {
  ...syncml11,
  0x35: 'Field',
  0x36: 'Filter',
  0x37: 'Record',
  0x38: 'FilterType',
  0x39: 'SourceParent',
  0x3a: 'TargetParent',
  0x3b: 'Move',
  0x3c: 'Correlator',
};

export const syncml10Space: CodeSpace = {
  name: 'SyncML 1.0',
  publicId: 0x0fd1,
  fpi: '-//SYNCML//DTD SyncML 1.0//EN',
  root: 'SyncML',
  namespaces: { 0: 'SYNCML:SYNCML1.0', 1: 'syncml:metinf' },
  tags: { 0: syncml10, 1: metinf10 },
  embeds: { element: 'Data', root: 'DevInf' },
};

export const syncml11Space: CodeSpace = {
  name: 'SyncML 1.1',
  publicId: 0x0fd3,
  fpi: '-//SYNCML//DTD SyncML 1.1//EN',
  root: 'SyncML',
  namespaces: { 0: 'SYNCML:SYNCML1.1', 1: 'syncml:metinf' },
  tags: { 0: syncml11, 1: metinf11 },
  embeds: { element: 'Data', root: 'DevInf' },
};

export const syncml12Space: CodeSpace = {
  name: 'SyncML 1.2',
  publicId: 0x1201,
  fpi: '-//SYNCML//DTD SyncML 1.2//EN',
  root: 'SyncML',
  namespaces: { 0: 'SYNCML:SYNCML1.2', 1: 'syncml:metinf', 2: 'syncml:dmddf1.2' },
  tags: { 0: syncml12, 1: metinf12, 2: dmDdf12 },
  embeds: { element: 'Data', root: 'DevInf' },
};
