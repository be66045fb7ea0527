/** A WBXML document as values. Names are resolved through the code space, so no token appears here. */
import type { CodeSpace } from './code-space.ts';

export interface WbxmlDocument {
  /** Version octet: 1 is WBXML 1.1, 2 is 1.2, 3 is 1.3. */
  readonly version: number;
  readonly codeSpace: CodeSpace;
  /** How the document type was named: by number, by formal public identifier, or not at all (0x01). */
  readonly publicId: 'numeric' | 'textual' | 'unknown';
  /** IANA MIBenum of the charset that inline strings, the string table and textual OPAQUE are in. */
  readonly charset: number;
  readonly root: WbxmlElement;
}

export type WbxmlNode = WbxmlElement | WbxmlText | WbxmlOpaque | WbxmlEmbedded;

export interface WbxmlElement {
  readonly kind: 'element';
  readonly name: string;
  /** Tag page, which stands for the namespace: `codeSpace.namespaces[page]`. */
  readonly page: number;
  readonly attributes?: readonly WbxmlAttribute[];
  readonly children: readonly WbxmlNode[];
}

export interface WbxmlAttribute {
  readonly name: string;
  readonly value: string;
}

/** Inline strings, string table references and entities, neighbours joined. */
export interface WbxmlText {
  readonly kind: 'text';
  readonly text: string;
}

/** The octets as they came; what they mean is for the reader of the tree to say. */
export interface WbxmlOpaque {
  readonly kind: 'opaque';
  readonly octets: Uint8Array;
}

/** An OPAQUE that was a document of its own, with its own header, pages and string table. */
export interface WbxmlEmbedded {
  readonly kind: 'embedded';
  readonly document: WbxmlDocument;
}
