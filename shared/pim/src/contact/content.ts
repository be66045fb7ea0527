/** What a card says to a phone, as one text: equal texts mean that the phone would show the same. */
import type { PhoneCapabilities } from '@anchorage/model';
import { readView, type Card } from './card.ts';
import { textKey } from './compare.ts';
import { keysOf, type Entry, type Property } from './entry.ts';
import { fitAll, type Fitted } from './fit.ts';
import { formattedName, formattedNameOf } from './formatted-name.ts';
import { fittedBody, fittedView, limitsOf } from './image.ts';
import { mergeProperty } from './merge-property.ts';
import { phoneName, propertiesFor } from './properties.ts';
import { significant } from './types.ts';

/**
 * Do two views say the same, as far as this phone can hold it? Cut values equal what they were cut from; PREF, VOICE
 * and the order do not count; FN only when both have one, since many phones never return it.
 */
export function sameOnPhone(a: string, b: string, capabilities: PhoneCapabilities): boolean {
  const left = readView(a);
  const right = readView(b);
  return propertiesFor(capabilities).every((property) => {
    if (phoneName(property, capabilities) === undefined) return true;
    if (property === formattedName && (formattedNameOf(left) === '' || formattedNameOf(right) === ''))
      return true;
    return sameValues(
      property,
      held(left, property, capabilities),
      held(right, property, capabilities),
      capabilities,
    );
  });
}

/** Normalised text of all that the phone holds. FN is left out: it follows from the name, or the phone drops it. */
export function contentOfView(card: Card, capabilities: PhoneCapabilities): string {
  return contentText(capabilities, (property) => held(card, property, capabilities));
}

export function contentOfBody(card: Card, capabilities: PhoneCapabilities): string {
  return contentText(capabilities, (property) => fittedBody(card, property, capabilities).fitted);
}

function contentText(
  capabilities: PhoneCapabilities,
  values: (property: Property) => readonly Fitted[],
): string {
  return propertiesFor(capabilities)
    .filter((property) => property !== formattedName && phoneName(property, capabilities) !== undefined)
    .flatMap((property) => {
      const { types } = limitsOf(property, capabilities).capability;
      return values(property)
        .map(
          ({ shown }) =>
            `${property.name};${significant(shown.types, types).join()}:${spoken(property, shown)}`,
        )
        .toSorted();
    })
    .join('\n');
}

/** What a phone keeps of a view: at most MaxOccur values. */
function held(card: Card, property: Property, capabilities: PhoneCapabilities): readonly Fitted[] {
  const fitted = fittedView(card, property, capabilities);
  const limits = limitsOf(property, capabilities);
  const kept = new Set(
    fitAll(
      property,
      fitted.map(({ full }) => full),
      limits,
    ).fitted.map(({ full }) => full),
  );
  return fitted.filter(({ full }) => kept.has(full));
}

function sameValues(
  property: Property,
  left: readonly Fitted[],
  right: readonly Fitted[],
  capabilities: PhoneCapabilities,
): boolean {
  if (left.length !== right.length) return false;
  const { types } = limitsOf(property, capabilities).capability;
  const all = left.map(({ full }) => full);
  const { changes } = mergeProperty({
    property,
    before: left,
    current: left,
    all,
    incoming: right,
    policy: 'phone-wins',
    types,
  });
  return changes.length === 0;
}

function spoken(property: Property, entry: Entry): string {
  return JSON.stringify(keysOf(property, entry).map(textKey)).replace(/(?:,"")+\]$/, ']');
}
