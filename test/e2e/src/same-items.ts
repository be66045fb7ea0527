/** Item by item: do two sides hold the same contacts and the same events? */
import { contactFacts, eventFacts } from '@anchorage/kit';

export type Facts = readonly string[];

/** One list of facts per contact, sorted, so that two sides can be compared whole. */
export function contactsOf(texts: Iterable<string>): readonly string[] {
  return [...texts].map((text) => contactFacts(text).join('\n')).toSorted();
}

/** One list of facts per VEVENT: a resource with a moved occurrence counts as the two items a phone has. */
export function eventsOf(texts: Iterable<string>): readonly string[] {
  return [...texts]
    .flatMap((text) =>
      [...eventFacts(text)].map(([recurrence, facts]) => [`occurrence ${recurrence}`, ...facts].join('\n')),
    )
    .toSorted();
}

export interface Difference {
  readonly onlyOnPhone: readonly string[];
  readonly onlyInCloud: readonly string[];
}

export const noDifference: Difference = { onlyOnPhone: [], onlyInCloud: [] };

/** Each item that the other side lacks, as often as it lacks it; short to read when a test fails. */
export function difference(phone: readonly string[], cloud: readonly string[]): Difference {
  return { onlyOnPhone: without(phone, cloud), onlyInCloud: without(cloud, phone) };
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return all.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
