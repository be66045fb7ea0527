/** What a filter may ask of a contact. */
import type { RecordFacts } from '../filter/holds.ts';
import type { Matching } from '../contract.ts';
import { readBody, type Card } from './card.ts';
import { numberKey } from './compare.ts';
import { imageOf } from './image.ts';
import { formattedNameOf } from './formatted-name.ts';
import { nameOf } from './name.ts';
import { propertiesFor } from './properties.ts';

export function factsOfContact(body: string, { luid, capabilities }: Matching): RecordFacts {
  const card = readBody(body);
  return {
    luid,
    texts: (property) => textsOf(card, property, capabilities),
    moment: () => undefined,
    momentOf: () => undefined,
    isWithin: () => true,
    size: () => new TextEncoder().encode(imageOf(body, capabilities).view).byteLength,
  };
}

/** Each part, and the whole as people and as vCards write it. */
function textsOf(card: Card, property: string, capabilities: Matching['capabilities']): readonly string[] {
  if (property === 'N') return namesOf(card);
  const entries =
    propertiesFor(capabilities)
      .find(({ name }) => name === property)
      ?.read(card, 'body') ?? [];
  return entries.flatMap(({ values }) => {
    const texts = values.length > 1 ? [...values, values.join(' '), values.join(';')] : values;
    return property === 'TEL' ? [...texts, ...texts.map(numberKey)] : texts;
  });
}

function namesOf(card: Card): readonly string[] {
  const parts = nameOf(card);
  const [family = '', given = ''] = parts;
  return [...parts, `${given} ${family}`, `${family} ${given}`, parts.join(';'), formattedNameOf(card)];
}
