/** What is carried along while a body is written. */
import type { CodeSpace } from './code-space.ts';
import type { OctetWriter } from './octet-writer.ts';

export interface EncodeState {
  readonly writer: OctetWriter;
  readonly codeSpace: CodeSpace;
  page: number;
  attributePage: number;
}
