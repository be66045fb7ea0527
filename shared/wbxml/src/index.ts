/**
 * WBXML 1.1 to 1.3 (WAP Binary XML Content Format): octets to a tree and back, with the code pages of SyncML, MetInf,
 * DevInf, client provisioning and Nokia SyncSettings as data. It knows nothing of what the elements mean.
 */
export { charsetByName, decodeText } from './charset.ts';
export { devinf10Space, devinf11Space, devinf12Space } from './code-pages/devinf.ts';
export { dmDdf12Space } from './code-pages/dm-ddf.ts';
export { metinf12Space } from './code-pages/metinf.ts';
export { provisioning10Space } from './code-pages/provisioning.ts';
export { syncSettings10Space } from './code-pages/sync-settings.ts';
export { syncml10Space, syncml11Space, syncml12Space } from './code-pages/syncml.ts';
export type { AttributeStart, AttributeStartTable, CodeSpace, TokenTable } from './code-space.ts';
export { codeSpaceByFpi, codeSpaceByNumber, codeSpaces } from './code-spaces.ts';
export { decodeWbxml } from './decode.ts';
export type { DecodeOptions } from './decode.ts';
export { isDocumentWithRoot } from './embedded.ts';
export { encodedElementSize, encodeWbxml } from './encode.ts';
export type { WritableDocument } from './encode.ts';
export { WbxmlError } from './error.ts';
export type { WbxmlErrorCode } from './error.ts';
export { defaultLimits } from './limits.ts';
export type { WbxmlLimits } from './limits.ts';
export type * from './tree.ts';
