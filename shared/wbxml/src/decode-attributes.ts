/** Attribute lists (WBXML 1.3, 5.8.3). Their code space has a page of its own, switched inside the lists only. */
import { decodeText } from './charset.ts';
import { countNode } from './decode-state.ts';
import type { DecodeState } from './decode-state.ts';
import { hex, WbxmlError } from './error.ts';
import { token } from './tokens.ts';
import type { WbxmlAttribute } from './tree.ts';

/** Reads up to and including the END of the list. */
export function decodeAttributes(state: DecodeState): WbxmlAttribute[] {
  const { codeSpace, reader } = state;
  if (codeSpace.attributeStarts === undefined) {
    throw new WbxmlError('unsupported-token', `${codeSpace.name} defines no attributes`);
  }
  const attributes: WbxmlAttribute[] = [];
  let name: string | undefined;
  let value = '';

  function flush(): void {
    if (name === undefined) return;
    if (attributes.some((attribute) => attribute.name === name)) {
      throw new WbxmlError('unsupported-token', 'attribute given twice');
    }
    countNode(state);
    attributes.push({ name, value });
  }

  for (;;) {
    const next = reader.octet();
    if (next === token.end) break;
    if (next === token.switchPage) {
      switchAttributePage(state);
      continue;
    }
    const start = next < 0x80 ? codeSpace.attributeStarts[state.attributePage]?.[next] : undefined;
    if (start !== undefined) {
      flush();
      ({ name } = start);
      value = start.prefix ?? '';
      continue;
    }
    if (name === undefined)
      throw new WbxmlError('unsupported-token', `token ${hex(next)} before any attribute`);
    value += valuePart(state, next);
  }
  flush();
  if (attributes.length === 0)
    throw new WbxmlError('unsupported-token', 'attribute list without an attribute');
  return attributes;
}

function valuePart(state: DecodeState, next: number): string {
  const part =
    state.text.read(next) ??
    (next === token.opaque ? decodeText(state.text.opaque(), state.charset) : undefined) ??
    (next >= 0x85 ? state.codeSpace.attributeValues?.[state.attributePage]?.[next] : undefined);
  if (part === undefined) {
    throw new WbxmlError('unsupported-token', `token ${hex(next)} on attribute page ${state.attributePage}`);
  }
  return part;
}

function switchAttributePage(state: DecodeState): void {
  const page = state.reader.octet();
  const { attributeStarts, attributeValues } = state.codeSpace;
  if (attributeStarts?.[page] === undefined && attributeValues?.[page] === undefined) {
    throw new WbxmlError('unknown-page', `attribute page ${page}`);
  }
  state.attributePage = page;
}
