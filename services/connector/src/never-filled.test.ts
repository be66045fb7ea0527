/** Collections that could never be read: the phone's session ends, what it sent waits, nothing comes twice. */
import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { createRig, person, slow, twoWay } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import type { TestPhone } from './testing/test-phone.ts';
import { waitingJobs } from './waiting-jobs.ts';

const hour = 3_600_000;

describe.each([['needs-login'], ['unreachable'], ['busy'], ['not-found'], ['malformed']] as const)(
  'a collection that was never read (%s)',
  (code) => {
    it('lets the session end, and takes everything in once, hours later (F43, F45, F48)', async () => {
      const rig = await createRig();
      rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann', 'NOTE:only here'));
      rig.card.server.put('carl.vcf', person('Carl', '333', 'UID:carl'));
      await broken(rig, code);
      const phone = await rig.phone();
      phone.add('card', person('Ann', '111'));
      phone.add('card', person('Bob', '222'));
      const first = await phone.sync('card', slow, { dontDrain: true });
      expect(first.part?.state).toBe('reconciled');
      expect(first.part?.counts).toMatchObject({ deferred: 1, received: 0 });
      expect(first.got).toEqual([]);
      rig.passTime(2 * hour);
      await repaired(rig);
      await sweep(rig);
      expect(rig.card.server.bodies()).toHaveLength(3);
      expect(rig.card.server.bodies().join()).toContain('NOTE:only here');
      const { got } = await phone.sync('card', twoWay);
      expect(got.toSorted()).toEqual(['add', 'replace 1']);
      expect(phone.holds.card.size).toBe(3);
      expect((await phone.sync('card', slow)).got).toEqual([]);
      expect(rig.card.server.bodies()).toHaveLength(3);
    });

    it('takes sessions in one after the other, the older first', async () => {
      const rig = await createRig();
      await broken(rig, code);
      const phone = await rig.phone();
      const luid = phone.add('card', person('Bob', '222', 'NOTE:one'));
      await phone.sync('card', slow, { dontDrain: true });
      phone.replace('card', luid, person('Bob', '222', 'NOTE:two'));
      await phone.sync('card', twoWay, { dontDrain: true });
      phone.replace('card', luid, person('Bob', '222', 'NOTE:three'));
      rig.passTime(2 * hour);
      await repaired(rig);
      await phone.sync('card', twoWay);
      await sweep(rig);
      expect(rig.card.server.bodies()).toHaveLength(1);
      expect(rig.card.server.bodies()[0]).toContain('NOTE:three');
      expect((await phone.sync('card')).got).toEqual([]);
    });

    it.each([['by the sweeper'], ['with the next session']])(
      'hears late, %s, that the phone had deleted something before a slow sync',
      async (how) => {
        const { rig, phone } = await withoutBob(code);
        phone.add('card', person('Carl', '333'));
        await phone.sync('card', slow, { dontDrain: true });
        rig.passTime(2 * hour);
        await repaired(rig);
        if (how === 'by the sweeper') await sweep(rig);
        await phone.sync('card', twoWay);
        await sweep(rig);
        await phone.sync('card', twoWay);
        expect(phone.holds.card.size).toBe(2);
        expect(rig.card.server.bodies()).toHaveLength(2);
        expect((await phone.sync('card', slow)).got).toEqual([]);
      },
    );

    it.each([['by the sweeper'], ['with the next session']])(
      'hears so, %s, from a slow sync that brought nothing, and from one after which there were others',
      async (how) => {
        const { rig, phone } = await withoutBob(code);
        await phone.sync('card', slow, { dontDrain: true });
        phone.add('card', person('Carl', '333'));
        await phone.sync('card', twoWay, { dontDrain: true });
        rig.passTime(2 * hour);
        await repaired(rig);
        if (how === 'by the sweeper') await sweep(rig);
        expect((await phone.sync('card', twoWay)).got).toEqual(['add']);
        expect(phone.holds.card.size).toBe(2);
        await sweep(rig);
        expect(rig.card.server.bodies()).toHaveLength(2);
        expect((await phone.sync('card', twoWay)).got).toEqual([]);
        expect((await phone.sync('card', slow)).got).toEqual([]);
      },
    );
  },
);

describe('while a collection cannot be read', () => {
  it('nobody is asked about it again and again', async () => {
    const rig = await createRig();
    await broken(rig, 'needs-login');
    const phone = await rig.phone();
    phone.add('card', person('Bob', '222'));
    await phone.sync('card', slow, { dontDrain: true });
    expect(await waitingJobs(rig.tools)).toEqual([]);
    await repaired(rig);
    expect(await waitingJobs(rig.tools)).toHaveLength(1);
  });

  it('one that is merely slow is waited for, ever more seldom', async () => {
    const rig = await createRig();
    rig.card.server.before = () => {
      throw new DavError('unreachable', 'down', { method: 'REPORT' });
    };
    const phone = await rig.phone();
    const { sessionId } = await phone.sync('card', slow, { breakOff: 'before-final' });
    const datastoreId = phone.datastores.card;
    const row = await rig.store.sessions.get(rig.accountId, sessionId);
    await rig.store.sessions.update(rig.accountId, sessionId, row?.version ?? 0, {
      phase: 'open',
      updatedAt: rig.tools.clock.now(),
    });
    await rig.store.sessions.updatePart(rig.accountId, sessionId, datastoreId, { state: 'received' });
    const job = { kind: 'reconcile', accountId: rig.accountId, sessionId, datastoreId } as const;
    const first = await rig.run(job);
    rig.passTime(15_000);
    const second = await rig.run(job);
    expect(second ?? 0).toBeGreaterThan(first ?? Infinity);
    expect(second).toBeLessThanOrEqual(10_000);
  });

  it('one that is not there does not stop the others (F45)', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    const { linkId } = rig.card.row;
    const gone = await rig.store.collections.upsert(rig.accountId, {
      linkId,
      url: 'https://dav.example.org/gone/',
      displayName: 'gone',
      kinds: ['contact'],
      readOnly: false,
      maxResourceSize: null,
    });
    await rig.store.datastores.setSeen(rig.accountId, phone.datastores.card, [
      { collectionId: gone.id, revision: 0 },
    ]);
    rig.cloud.collection(gone.url).before = () => {
      throw new DavError('not-found', 'gone', { method: 'REPORT' });
    };
    await rig.run({ kind: 'refresh', accountId: rig.accountId, collectionId: gone.id });
    rig.card.server.put('ann.vcf', person('Ann', '111', 'UID:ann'));
    phone.add('card', person('Bob', '222'));
    const { got } = await phone.sync('card', slow, { dontDrain: false });
    expect(got).toEqual(['add']);
    expect(rig.card.server.bodies()).toHaveLength(2);
  });
});

async function broken(rig: Rig, code: DavErrorCode): Promise<void> {
  rig.card.server.before = () => {
    throw new DavError(code, 'broken', { method: 'REPORT' });
  };
  await rig.refresh();
}

async function repaired(rig: Rig): Promise<void> {
  rig.card.server.before = () => undefined;
  const { linkId } = rig.card.row;
  await rig.store.links.setPassword(rig.accountId, linkId, 'another');
}

async function sweep(rig: Rig): Promise<void> {
  for (let rounds = 0; rounds < 5; rounds += 1) {
    rig.asked.push(...(await waitingJobs(rig.tools)));
    await rig.drain();
    rig.passTime(2_000);
  }
}

/** A phone that has shown Bob in a slow sync which nobody could hear, and has not got him any more. */
async function withoutBob(code: DavErrorCode): Promise<{ readonly rig: Rig; readonly phone: TestPhone }> {
  const rig = await createRig();
  await broken(rig, code);
  const phone = await rig.phone();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', slow, { dontDrain: true });
  phone.holds.card.delete(luid);
  return { rig, phone };
}
