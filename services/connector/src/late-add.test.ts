/** An Add that is not meant any more. */
import { StoreError } from '@anchorage/store';
import type { Tables } from '@anchorage/store';
import { describe, expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import { withAnn } from './testing/with-ann.ts';

describe('an Add that is not meant any more', () => {
  it('is not sent when its item was deleted while the outbox was being written', async () => {
    const { rig, phone } = await withAnn();
    const href = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    let dead = false;
    const store = { ...rig.tools.store };
    /** When the outbox is complete and the part is about to say so. */
    const dying = (tx: Tables): Tables => ({
      ...tx,
      sessions: {
        ...tx.sessions,
        async updatePart(account, session, datastore, change) {
          if (change.state === 'reconciled' && !dead) throw new StoreError('unavailable', 'died');
          await tx.sessions.updatePart(account, session, datastore, change);
        },
      },
    });
    Object.assign(rig.tools.store, {
      async transaction<T>(work: (tx: Tables) => Promise<T>): Promise<T> {
        try {
          return await store.transaction((tx) => work(dying(tx)));
        } catch (error) {
          dead = true;
          rig.card.server.remove(href);
          await rig.refresh();
          throw error;
        }
      },
    });
    const { got } = await phone.sync('card');
    expect(dead).toBe(true);
    expect(got.filter((one) => one === 'add')).toEqual([]);
  });

  it('is taken back when its Map comes late', async () => {
    const { rig, phone } = await withAnn();
    const href = rig.card.server.put('b.vcf', person('Bob', '222', 'UID:b'));
    await phone.sync('card', undefined, { breakOff: 'before-map' });
    expect(phone.holds.card.size).toBe(2);
    rig.card.server.remove(href);
    expect((await phone.sync('card')).got).toEqual([]);
    await phone.mapLate();
    expect((await phone.sync('card')).got).toEqual(['delete 2']);
    expect(phone.holds.card.size).toBe(1);
    expect((await phone.sync('card')).got).toEqual([]);
  });
});
