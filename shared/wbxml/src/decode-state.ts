/** What is carried along while a body is read. */
import type { CodeSpace } from './code-space.ts';
import { WbxmlError } from './error.ts';
import type { WbxmlLimits } from './limits.ts';
import type { OctetReader } from './octet-reader.ts';
import type { TextSource } from './text-source.ts';

export interface DecodeState {
  readonly reader: OctetReader;
  readonly text: TextSource;
  readonly codeSpace: CodeSpace;
  /** MIBenum. */
  readonly charset: number;
  readonly limits: WbxmlLimits;
  /** Pages stay in force in document order, whatever element they were switched in (WBXML 1.3, 5.8.1). */
  page: number;
  attributePage: number;
  nodes: number;
}

/** Accounts for one element, attribute, or run of text or opaque data. */
export function countNode(state: DecodeState): void {
  if (++state.nodes > state.limits.nodes) throw new WbxmlError('too-many', 'nodes over the limit');
}
