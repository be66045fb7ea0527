/** Bounds on what one document may cost. All are checked before memory is taken. */
export interface WbxmlLimits {
  /** Nested elements, the root being 1. */
  readonly depth: number;
  /** Octets of the whole document. */
  readonly octets: number;
  /** Octets of the string table. */
  readonly stringTable: number;
  /** Octets of text after string table references are followed; one reference of two octets may name a long string. */
  readonly text: number;
  /** Elements, attributes and runs of text or opaque data. */
  readonly nodes: number;
}

export const defaultLimits: WbxmlLimits = {
  depth: 64,
  octets: 16 * 1024 * 1024,
  stringTable: 1024 * 1024,
  text: 16 * 1024 * 1024,
  nodes: 400_000,
};
