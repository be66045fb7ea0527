/** Mutations of XML by its elements: taken out, doubled, put elsewhere, wrapped, with other text in them. */
import { below, pick } from '../target.ts';
import type { Random } from '../target.ts';
import { mutateBytes } from './bytes.ts';

export function mutateXml(random: Random, input: Uint8Array, other: Uint8Array): Uint8Array {
  if (random() < 0.25) return mutateBytes(random, input, other, words);
  // Octets stay octets: what is no UTF-8 must not be mended on the way.
  const text = Buffer.from(input).toString('latin1');
  const span = anElement(random, text);
  if (span === null) return mutateBytes(random, input, other, words);
  return new Uint8Array(Buffer.from(changed(random, text, span, other), 'latin1'));
}

interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function changed(random: Random, text: string, span: Span, other: Uint8Array): string {
  const [before, element, after] = [
    text.slice(0, span.from),
    text.slice(span.from, span.to),
    text.slice(span.to),
  ];
  switch (below(random, 8)) {
    case 0:
      return before + after;
    case 1:
      return before + element + element + after;
    case 2: {
      const place = anElement(random, text);
      return place === null ? text : text.slice(0, place.from) + element + text.slice(place.from);
    }
    case 3: {
      const foreign = Buffer.from(other).toString('latin1');
      const borrowed = anElement(random, foreign);
      const found = borrowed === null ? '' : foreign.slice(borrowed.from, borrowed.to);
      return before + found + (random() < 0.5 ? element : '') + after;
    }
    case 4: {
      const depth = pick(random, [1, 2, 70, 500]);
      return `${before}${`<${span.name}>`.repeat(depth)}${element}${`</${span.name}>`.repeat(depth)}${after}`;
    }
    case 5:
      return `${before}<${span.name}>${pick(random, texts)}</${span.name}>${after}`;
    case 6: {
      const name = pick(random, names);
      return before + element.replaceAll(span.name, name) + after;
    }
    default:
      return before + element.replace(/>[^<]*</, `>${pick(random, texts)}<`) + after;
  }
}

/** From somewhere in the text the next element that closes under its own name. */
function anElement(random: Random, text: string): Span | null {
  const opening = /<([A-Za-z][\w-]*)[^<>]*>/g;
  opening.lastIndex = below(random, text.length + 1);
  const found = opening.exec(text) ?? /<([A-Za-z][\w-]*)[^<>]*>/.exec(text);
  if (found === null) return null;
  const [tag, name = ''] = found;
  if (tag.endsWith('/>')) return { name, from: found.index, to: found.index + tag.length };
  const end = text.indexOf(`</${name}>`, found.index);
  return end < 0 ? null : { name, from: found.index, to: end + name.length + 3 };
}

const texts: readonly string[] = [
  '',
  '0',
  '1',
  '-1',
  '200',
  '201',
  '222',
  '223',
  '224',
  '225',
  '4294967296',
  '99999999999999999999',
  '1.5',
  ' 7 ',
  './card',
  'card',
  'cal?/dr(-1,1)',
  'b64',
  'syncml:auth-md5',
  '1.0',
  '1.1',
  '1.2',
  'SyncML/1.1',
  '&amp;',
  '&#13;',
  '&#0;',
  '&x;',
  '\u00ff\u00fe',
  '<![CDATA[x]]>',
  '<![CDATA[',
  '<!-- -->',
  'x'.repeat(5_000),
];
const names: readonly string[] = [
  'Add',
  'Replace',
  'Delete',
  'Sync',
  'Sequence',
  'Atomic',
  'Map',
  'Alert',
  'Status',
  'Item',
  'Meta',
  'Data',
  'Put',
  'Results',
  'Exec',
  'Unknown',
];
const words: readonly Uint8Array[] = [
  '<!DOCTYPE a [<!ENTITY x "y">]>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
  '<Final/>',
  '<MoreData/>',
  '<NoResp/>',
  ']]>',
  '&lt;',
].map((text) => new TextEncoder().encode(text));
