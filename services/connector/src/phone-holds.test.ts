/** A phone deletes more than its user is likely to mean: the cloud keeps it, everything else goes on. */
import { describe, expect, it } from 'vitest';
import { filled } from './testing/filled.ts';
import { person, refreshFromClient, slow } from './testing/rig.ts';

describe('a phone that has lost nearly everything', () => {
  it.each([
    [3, 3, 3],
    [3, 2, 0],
    [2, 2, 0],
    [12, 11, 11],
    [60, 12, 0],
    [60, 13, 13],
  ])('with %i items deletes %i: %i wait (F21)', async (had, deleted, held) => {
    const { rig, phone } = await filled(had);
    for (const luid of [...phone.holds.card.keys()].slice(0, deleted)) phone.remove('card', luid);
    const { part } = await phone.sync('card');
    expect(part?.counts['held'] ?? 0).toBe(held);
    expect(rig.card.server.resources.size).toBe(had - deleted + held);
  });

  it('does not wait with what it replaced all of its items by', async () => {
    const { rig, phone } = await filled(3);
    for (const luid of phone.holds.card.keys()) phone.remove('card', luid);
    phone.add('card', person('New', '+491'));
    const { part } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ deleted: 3, created: 1 });
    expect(rig.card.server.resources.size).toBe(1);
  });

  it.each([
    ['a slow sync', slow],
    ['a refresh from the phone', refreshFromClient],
  ] as const)(
    'is refilled, or waits, and never empties the cloud: %s with nothing (F21)',
    async (_what, type) => {
      const { rig, phone } = await filled(3);
      phone.reset();
      await phone.sync('card', type);
      expect(rig.card.server.resources.size).toBe(3);
      await rig.push();
      await phone.sync('card', slow);
      expect(rig.card.server.resources.size).toBe(3);
    },
  );
});
