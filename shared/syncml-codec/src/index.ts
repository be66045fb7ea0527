/**
 * The face of the codec. To be provided beside the types:
 *
 *   decodeMessage(body, hints?): { message, dialect }       throws CodecError
 *   encodeMessage(message, dialect): Uint8Array
 *   encodedCommandSize(command, dialect): number             octets one top-level command adds to a message
 *   encodedFrameSize(header, dialect): number                octets of a message with no command and Final
 *   redact(message): unknown                                  safe to log: names of elements, codes, sizes
 *   contentTypeOf(dialect): string                            for the HTTP header
 */
export type * from './devinf.ts';
export type * from './message.ts';
