/** XML that stands as text inside a value. */
import { CodecError } from '../error.ts';
import { defaultLimits } from '../limits.ts';
import { element } from '../tree.ts';
import type { Element } from '../tree.ts';
import { readXml } from '../xml/read.ts';

/**
 * An element that holds the document in `octets`, if that is well-formed XML with this root; undefined otherwise. What
 * merely looks like it is data of some other kind, and stays that.
 */
export function fragmentOf(octets: Uint8Array, name: string): Element | undefined {
  if (!beginsLike(octets, name)) return undefined;
  try {
    const { root } = readXml(octets, { limits: defaultLimits });
    return root.name === name ? element('syncml', 'Data', [root]) : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** Do the octets begin with this element, or with an XML declaration or DOCTYPE? */
export function beginsLike(octets: Uint8Array, name: string): boolean {
  const start = String.fromCharCode(...octets.subarray(0, 120));
  return new RegExp(`^(?:\u00ef\u00bb\u00bf)?\\s*<(?:\\?xml\\s|!DOCTYPE\\s|(?:\\w+:)?${name}[\\s/>])`).test(
    start,
  );
}
