/**
 * SyncML messages: octets, XML or WBXML, to typed values and back (SyncML Representation Protocol 1.0 to 1.2, SyncML
 * Meta Information, SyncML Device Information).
 */
export { decodeMessage } from './decode.ts';
export type { Decoded, DecodeHints } from './decode.ts';
export { encodedCommandSize, encodedFrameSize, encodeMessage } from './encode.ts';
export { CodecError } from './error.ts';
export type { CodecErrorCode } from './error.ts';
export { defaultLimits } from './limits.ts';
export type { CodecLimits } from './limits.ts';
export { decodeDevInf } from './read/devinf-document.ts';
export { decodeProperties } from './read/properties.ts';
export { redact } from './redact.ts';
export {
  contentTypeOf,
  devinfTypeOf,
  devinfUriOf,
  isDevinfType,
  namespaces,
  syncmlVersionOf,
  verProtoOf,
} from './version.ts';
export { fitsXml } from './xml/write.ts';
export type * from './devinf.ts';
export type * from './message.ts';
