/** The codec's tree to WBXML: pages for spaces, and device information as a document of its own. */
import {
  devinf10Space,
  devinf11Space,
  devinf12Space,
  encodedElementSize,
  encodeWbxml,
  syncml10Space,
  syncml11Space,
  syncml12Space,
} from '@anchorage/wbxml';
import type { CodeSpace, WbxmlElement, WbxmlNode } from '@anchorage/wbxml';
import type { Dialect, SyncmlVersion } from '../message.ts';
import { syncmlVersionOf } from '../version.ts';
import type { Element, Node } from '../tree.ts';
import { translating } from './from-wbxml.ts';

/** A whole message. Throws CodecError `unencodable`. */
export function writeWbxml(root: Element, dialect: Dialect): Uint8Array {
  const { version, wbxmlVersion, publicId } = dialect;
  return translating(() =>
    encodeWbxml({
      version: wbxmlVersion,
      codeSpace: syncml[version],
      publicId,
      root: convert(root, dialect),
    }),
  );
}

/** Octets an element takes in a body, returning to page 0 behind it. */
export function wbxmlElementSize(element: Element, dialect: Dialect): number {
  return translating(() => encodedElementSize(convert(element, dialect), syncml[dialect.version]));
}

function convert(element: Element, dialect: Dialect): WbxmlElement {
  const children = element.children.map((child) => node(child, element, dialect));
  return { kind: 'element', name: element.name, page: element.space === 'metinf' ? 1 : 0, children };
}

function node(child: Node, parent: Element, dialect: Dialect): WbxmlNode {
  switch (child.kind) {
    case 'text':
      return child;
    case 'octets':
      return { kind: 'opaque', octets: child.octets };
    default: {
      if (child.space !== 'devinf' || parent.space === 'devinf') return convert(child, dialect);
      const { wbxmlVersion: version, publicId } = dialect;
      const codeSpace = devinf[devinfVersion(child) ?? dialect.version];
      const root = convert(child, dialect);
      return { kind: 'embedded', document: { version, codeSpace, publicId, charset: 106, root } };
    }
  }
}

/** A device may be asked for an older edition than the session's: its own `VerDTD` rules. */
function devinfVersion(devinfElement: Element): SyncmlVersion | null {
  for (const child of devinfElement.children) {
    const [text] = child.kind === 'element' && child.name === 'VerDTD' ? child.children : [];
    if (text?.kind === 'text') return syncmlVersionOf(text.text);
  }
  return null;
}

const syncml: Readonly<Record<SyncmlVersion, CodeSpace>> = {
  '1.0': syncml10Space,
  '1.1': syncml11Space,
  '1.2': syncml12Space,
};
const devinf: Readonly<Record<SyncmlVersion, CodeSpace>> = {
  '1.0': devinf10Space,
  '1.1': devinf11Space,
  '1.2': devinf12Space,
};
