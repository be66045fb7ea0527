/** How the readers take values out of elements: by local name, in any order, forgiving what phones leave out. */
import { CodecError } from '../error.ts';
import { concat, decodeLenient, encodeUtf8 } from '../octets.ts';
import type { Element } from '../tree.ts';

/** The first child with one of these names. */
export function child(parent: Element | undefined, ...names: readonly string[]): Element | undefined {
  for (const node of parent?.children ?? []) {
    if (node.kind === 'element' && names.includes(node.name)) return node;
  }
  return undefined;
}

export function childrenNamed(parent: Element | undefined, ...names: readonly string[]): Element[] {
  return elements(parent).filter(({ name }) => names.includes(name));
}

export function elements(parent: Element | undefined): Element[] {
  return (parent?.children ?? []).filter((node) => node.kind === 'element');
}

/** Content as octets: text as UTF-8, opaque data as it came. Elements inside are passed over. */
export function octetsOf(element: Element | undefined): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const node of element?.children ?? []) {
    if (node.kind === 'text') parts.push(encodeUtf8(node.text));
    else if (node.kind === 'octets') parts.push(node.octets);
  }
  return concat(parts);
}

/**
 * Content as text, empty when the element is missing. OPAQUE can hold what neither XML nor an inline string can: a C
 * string's final NUL is cut off, one in the middle makes the message malformed, since no identifier holds it and a
 * database may not take it.
 */
export function textOf(element: Element | undefined): string {
  const [only, ...more] = element?.children ?? [];
  if (only === undefined) return '';
  if (only.kind === 'text' && more.length === 0) return withoutNul(only.text);
  return withoutNul(decodeLenient(octetsOf(element)));
}

function withoutNul(text: string): string {
  if (!text.includes('\0')) return text;
  let end = text.length;
  while (text[end - 1] === '\0') end -= 1;
  const cut = text.slice(0, end);
  if (cut.includes('\0')) throw new CodecError('malformed', 'NUL within a text');
  return cut;
}

/** Text without the white space around it: for names, codes and identifiers of ours. */
export function tokenOf(element: Element | undefined): string {
  return textOf(element).trim();
}

/** An empty element counts as a missing one: phones write `<OEM></OEM>` and `<Size/>`. */
export function optionalText(element: Element | undefined): string | undefined {
  const text = textOf(element);
  return text === '' ? undefined : text;
}

export function optionalToken(element: Element | undefined): string | undefined {
  const text = tokenOf(element);
  return text === '' ? undefined : text;
}

/** A decimal number that is not negative; undefined for anything else. */
export function optionalNumber(element: Element | undefined): number | undefined {
  const text = tokenOf(element);
  return /^\d{1,30}$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined;
}

/** An element whose presence is its meaning. */
export function flag(parent: Element | undefined, name: string): true | undefined {
  return child(parent, name) === undefined ? undefined : true;
}

/** An object without the keys that are undefined, as exact optional properties want it. */
export function present<T extends object>(object: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
