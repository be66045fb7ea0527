/** The shape of a code space: everything WBXML leaves to the document type, as plain data. */

/** Token identity (0x05 to 0x3f for tags, 0x85 and up for attribute values) to name or text. */
export type TokenTable = Readonly<Record<number, string>>;

/** An attribute start token stands for a name and perhaps for the beginning of its value. */
export interface AttributeStart {
  readonly name: string;
  readonly prefix?: string;
}
export type AttributeStartTable = Readonly<Record<number, AttributeStart>>;

export interface CodeSpace {
  readonly name: string;
  /** Numeric public identifier; 0x01 means "unknown", such documents are told apart by their first tag. */
  readonly publicId: number;
  /** Formal public identifier, null where none exists. */
  readonly fpi: string | null;
  /** Name of the document element. Editions of one document type share it, oldest first in the registry. */
  readonly root: string;
  /** XML namespace per tag page. */
  readonly namespaces: Readonly<Record<number, string>>;
  /** Tag tables per page. */
  readonly tags: Readonly<Record<number, TokenTable>>;
  /** Absent: the document type has no attributes, the attribute bit is an error. */
  readonly attributeStarts?: Readonly<Record<number, AttributeStartTable>>;
  readonly attributeValues?: Readonly<Record<number, TokenTable>>;
  /** Start tokens with a prefix that the encoder may use when the whole value equals the prefix. */
  readonly writableStarts?: readonly { readonly page: number; readonly token: number }[];
  /** OPAQUE content of this element may be a whole document whose root is the one named. */
  readonly embeds?: { readonly element: string; readonly root: string };
}
