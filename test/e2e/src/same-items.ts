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
