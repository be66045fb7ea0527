/**
 * `unencodable` is our own caller's fault: the message says something that the dialect cannot. All others are the
 * peer's: its message is damaged, too big, or not a SyncML message at all.
 */
export type CodecErrorCode =
  | 'malformed'
  | 'not-syncml'
  | 'too-deep'
  | 'too-large'
  | 'too-many'
  | 'unsupported-charset'
  | 'unsupported-public-id'
  | 'unencodable';

/** The only error this package throws. Messages hold element names and sizes, never text of a message. */
export class CodecError extends Error {
  readonly code: CodecErrorCode;

  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodecError';
    this.code = code;
  }
}
