/** Tests only: the values that arbitrary messages are made of. */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { fitsXml } from '../xml/write.ts';

/** fast-check's record with optional keys by default. */
export function record<T extends object = Record<string, unknown>>(
  shape: Record<string, Arbitrary<unknown>>,
  requiredKeys: readonly string[] = [],
): Arbitrary<T> {
  return fc.record(shape, { requiredKeys: [...requiredKeys] }) as unknown as Arbitrary<T>;
}

export const yes = fc.constant(true as const);
export const number = fc.nat({ max: 5_000_000 });
/** What XML can hold: also markup, CR, CDATA ends, characters of two UTF-16 units. */
export const xmlText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('ab <>&"\'\r\n\t]]>é€😀\u0085\u00a0')), maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => fitsXml(new TextEncoder().encode(value))),
  fc.constantFrom('<![CDATA[x]]>', ']]>', ']]', '&amp;', '&#13;', '<DevIn', '\r\r\n', '<![CDATA[\r', ' '),
);
export const text = xmlText.filter((value) => value !== '');
export const token = fc.string({
  unit: fc.constantFrom(...Array.from('aB0-./:;&<é')),
  minLength: 1,
  maxLength: 10,
});
export const vobject = fc
  .array(fc.string({ unit: fc.constantFrom(...Array.from('XYZ:;= ä\\')), maxLength: 12 }), { maxLength: 6 })
  .map((lines) => `BEGIN:VCARD\r\n${lines.map((line) => `${line}\r\n`).join('')}END:VCARD\r\n`);
