/** Why a document cannot be read or written. All but `unencodable` are the peer's fault. */
export type WbxmlErrorCode =
  | 'truncated'
  | 'trailing-octets'
  | 'bad-version'
  | 'bad-number'
  | 'bad-text'
  | 'bad-reference'
  | 'unknown-public-id'
  | 'unsupported-charset'
  | 'unsupported-token'
  | 'unknown-tag'
  | 'unknown-page'
  | 'unexpected-root'
  | 'too-deep'
  | 'too-large'
  | 'too-many'
  | 'unencodable';

/** The only error this package throws. Messages name tokens and offsets, never text of the document. */
export class WbxmlError extends Error {
  readonly code: WbxmlErrorCode;

  constructor(code: WbxmlErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WbxmlError';
    this.code = code;
  }
}

/** A token or page number as it is printed in tables, e.g. `0x4a`. */
export function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}
