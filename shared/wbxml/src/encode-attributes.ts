/** Writes attribute lists with as few tokens of the code space as possible: names, and whole values known to be safe. */
import type { AttributeStart, CodeSpace } from './code-space.ts';
import type { EncodeState } from './encode-state.ts';
import { writeText } from './encode-text.ts';
import { WbxmlError } from './error.ts';
import { token } from './tokens.ts';
import type { WbxmlAttribute } from './tree.ts';

/** Writes the list and its END. Throws `unencodable` for a name without a start token. */
export function encodeAttributes(state: EncodeState, attributes: readonly WbxmlAttribute[]): void {
  const { writer, codeSpace } = state;
  for (const attribute of attributes) {
    const start = wholeValue(codeSpace, attribute) ?? bareName(codeSpace, attribute.name);
    if (start.page !== state.attributePage) {
      writer.octet(token.switchPage);
      writer.octet(start.page);
      state.attributePage = start.page;
    }
    writer.octet(start.token);
    const rest = attribute.value.slice(start.prefixLength);
    if (rest !== '') writeText(writer, rest);
  }
  writer.octet(token.end);
}

interface Start {
  readonly page: number;
  readonly token: number;
  readonly prefixLength: number;
}

function wholeValue(codeSpace: CodeSpace, { name, value }: WbxmlAttribute): Start | undefined {
  for (const { page, token: start } of codeSpace.writableStarts ?? []) {
    const known = startAt(codeSpace, page, start);
    if (known?.name === name && known.prefix === value)
      return { page, token: start, prefixLength: value.length };
  }
  return undefined;
}

function bareName(codeSpace: CodeSpace, name: string): Start {
  for (const [page, table] of Object.entries(codeSpace.attributeStarts ?? {})) {
    for (const [start, known] of Object.entries(table)) {
      if (known.name === name && known.prefix === undefined) {
        return { page: Number(page), token: Number(start), prefixLength: 0 };
      }
    }
  }
  throw new WbxmlError('unencodable', `${codeSpace.name} has no such attribute`);
}

function startAt(codeSpace: CodeSpace, page: number, start: number): AttributeStart | undefined {
  return codeSpace.attributeStarts?.[page]?.[start];
}
