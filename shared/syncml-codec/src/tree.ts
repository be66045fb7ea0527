/**
 * What XML and WBXML have in common: named elements that hold elements, text and octets. Readers resolve elements by
 * local name and parent; the space matters to the writers only.
 */
export type Space = 'syncml' | 'metinf' | 'devinf';

export interface Element {
  readonly kind: 'element';
  readonly name: string;
  readonly space: Space;
  readonly children: readonly Node[];
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

/** Content whose charset is not settled (OPAQUE), or that is to be written as OPAQUE or CDATA. */
export interface Octets {
  readonly kind: 'octets';
  readonly octets: Uint8Array;
}

export type Node = Element | Text | Octets;

/** Children that may be left out, as the builders take them. */
export type Optional = Node | undefined | false;

export function element(space: Space, name: string, children: readonly Optional[] = []): Element {
  const present = children.filter((child) => child !== undefined && child !== false);
  return { kind: 'element', name, space, children: present };
}

/** An element with text; an empty text makes an empty element. */
export function textElement(space: Space, name: string, text: string): Element {
  return element(space, name, [text !== '' && { kind: 'text', text }]);
}
