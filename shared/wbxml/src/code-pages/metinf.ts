/** MetInf, code page 1 of the SyncML code space (SyncML Meta Information 1.2.2, section 7). */
import type { CodeSpace, TokenTable } from '../code-space.ts';

export const metinf10: TokenTable = {
  0x05: 'Anchor',
  0x06: 'EMI',
  0x07: 'Format',
  0x08: 'FreeID',
  0x09: 'FreeMem',
  0x0a: 'Last',
  0x0b: 'Mark',
  0x0c: 'MaxMsgSize',
  0x0d: 'Mem',
  0x0e: 'MetInf',
  0x0f: 'Next',
  0x10: 'NextNonce',
  0x11: 'SharedMem',
  0x12: 'Size',
  0x13: 'Type',
  0x14: 'Version',
};

export const metinf11: TokenTable = {
  ...metinf10,
  0x15: 'MaxObjSize',
};

export const metinf12: TokenTable = {
  ...metinf11,
  0x16: 'FieldLevel',
};

/** As a document of its own MetInf is never seen on the wire; the identifier is the one other coders use. */
export const metinf12Space: CodeSpace = {
  name: 'MetInf 1.2',
  publicId: 0x1202,
  fpi: '-//SYNCML//DTD MetInf 1.2//EN',
  root: 'MetInf',
  namespaces: { 1: 'syncml:metinf' },
  tags: { 1: metinf12 },
};
