import { expect, it } from 'vitest';
import { isSize, lengthWith, noLength } from './object-length.ts';

const text = 'BEGIN:VCARD\r\nN:Ällgöüü;\u{1f600}\r\nNOTE:a\nb\n\n\n\rc\r\r\n\nEND:VCARD\r\n';
const octets = new TextEncoder().encode(text);

/** Each as a phone may count it. */
const sizes = {
  octets: octets.length,
  'line ends as one': octets.length - (text.match(/\r\n/g)?.length ?? 0),
  'line ends as two': octets.length + (text.match(/(?<!\r)\n/g)?.length ?? 0),
  'UTF-16 units': text.length,
};

it.each(Object.entries(sizes))('counts %s, wherever the pieces were cut', (_, size) => {
  expect(new Set(Object.values(sizes)).size).toBe(4);
  for (let cut = 1; cut <= octets.length; cut += 1) {
    let length = noLength;
    for (let at = 0; at < octets.length; at += cut)
      length = lengthWith(length, octets.subarray(at, at + cut));
    expect([isSize(length, size), isSize(length, size + 1)]).toEqual([true, true]);
  }
});

it('takes no other size', () => {
  const length = lengthWith(noLength, octets);
  const near = new Set(Object.values(sizes).flatMap((size) => [size, size + 1]));
  const taken = Array.from({ length: 3 * octets.length }, (_, size) => size).filter((size) =>
    isSize(length, size),
  );
  expect(taken).toEqual([...near].toSorted((a, b) => a - b));
});
