export type SyncmlVersion = '1.0' | '1.1' | '1.2';
export type Encoding = 'xml' | 'wbxml';

/** How a message was written, so that the reply can be written alike. */
export interface Dialect {
  readonly encoding: Encoding;
  /** Of the SyncML namespace, public identifier and content models to write. */
  readonly version: SyncmlVersion;
  /** WBXML only: the version octet of the request (1 to 3). */
  readonly wbxmlVersion: number;
  /** WBXML only: numeric public identifier, or a formal one in the string table. */
  readonly publicId: 'numeric' | 'textual';
  /** XML only: write item data in CDATA sections. */
  readonly cdata: boolean;
}
