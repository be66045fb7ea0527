/** What changes in the cloud once package 4 is written is for the next session (SyncML Sync Protocol 1.1, 5.2). */
import { createPhone } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import { card30 } from './texts.ts';

it.each(['before the phone has answered package 4', 'before it has seen our last message'] as const)(
  'an item that is new, and one that was just sent and changes, %s (DS-102)',
  async (when) => {
    const world = await createPhoneWorld();
    try {
      const { url, username, password } = world;
      const phone = createPhone({
        url,
        username,
        password,
        deviceUri: 'IMEI:000000000000017',
        datastores: { card: { type: 'text/x-vcard' } },
      });
      const texts = () => [...phone.items('card').values()].join('\n');
      world.cloudPut('contacts', 'a.vcf', card30('Adler', '+1 555 0150'));
      const after = when === 'before the phone has answered package 4' ? 0 : 1;
      let since = -1;
      const first = await phone.sync({
        // While this runs the phone waits: with the reply in hand, its next message unsent.
        onExchange: async ({ reply }) => {
          const brought = decodeMessage(reply).message.commands.some(({ name }) => name === 'Sync');
          if (brought || since >= 0) since += 1;
          if (since !== after) return;
          since += 1;
          world.cloudPut('contacts', 'a.vcf', card30('Adler', '+1 555 0159'));
          world.cloudPut('contacts', 'b.vcf', card30('Buchner', '+1 555 0160'));
          await world.refresh();
        },
      });
      expect(since).toBeGreaterThan(after);
      expect(first.datastores['card']).toMatchObject({ finished: true, received: { add: 1, replace: 0 } });
      expect(texts()).toContain('0150');
      expect(texts()).not.toContain('Buchner');

      const second = await phone.sync();
      expect(second.datastores['card']).toMatchObject({ syncType: 200, received: { add: 1, replace: 1 } });
      expect(texts()).toContain('0159');
      expect(texts()).toContain('Buchner');
      expect((await phone.sync()).datastores['card']?.received).toEqual({ add: 0, replace: 0, delete: 0 });
    } finally {
      await world.close();
    }
  },
);
