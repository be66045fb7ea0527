import type { ConnectorOptions } from '@anchorage/connector';

type Match = NonNullable<ConnectorOptions['match']>;

/** Whoever has the same name is the same; the first free one will do. */
export const matchByNameOnly: Match = (_, received, candidates) => {
  const free = [...candidates];
  const pairs = received.flatMap(({ luid, traits }) => {
    const at = free.findIndex((one) => one.traits.key === traits.key);
    const [found] = at < 0 ? [] : free.splice(at, 1);
    return found === undefined ? [] : [{ luid, ...placed(found), how: 'scored' as const }];
  });
  const paired = new Set(pairs.map(({ luid }) => luid));
  return {
    pairs,
    unmatched: received.map(({ luid }) => luid).filter((luid) => !paired.has(luid)),
    doubtful: [],
  };
};

function placed<Item extends string>({ itemId, recurrenceId }: { itemId: Item; recurrenceId: string }) {
  return { itemId, recurrenceId };
}
