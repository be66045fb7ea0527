/** Bounds on one message (SyncML leaves them to the implementation). */
export interface CodecLimits {
  /** Octets of the encoded message. */
  readonly octets: number;
  /** Nested elements, the document element being 1. */
  readonly depth: number;
  /** Commands, nested ones included. */
  readonly commands: number;
  /** Elements of any kind. */
  readonly elements: number;
}

export const defaultLimits: CodecLimits = {
  octets: 16 * 1024 * 1024,
  depth: 64,
  commands: 10_000,
  elements: 400_000,
};
