/** A cloud that takes no more, or does not show a collection any more; and jobs that run although all is done. */
import { DavError } from '@anchorage/providers';
import type { DavErrorCode } from '@anchorage/providers';
import { describe, expect, it } from 'vitest';
import { filled } from './testing/filled.ts';
import { person, slow, twoWay } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';

describe('a collection', () => {
  it.each<DavErrorCode>(['not-found', 'forbidden'])(
    'that is %s pauses: phones keep everything, and it goes on when it is back (F45)',
    async (code) => {
      const { rig, phone } = await filled(5);
      const before = rig.card.server.bodies();
      failing(rig, code);
      phone.add('card', person('New', '+491'));
      for (const type of [twoWay, slow, twoWay]) {
        expect((await phone.sync('card', type)).got).toEqual([]);
        rig.passTime(3_700_000);
      }
      expect(phone.holds.card.size).toBe(6);
      expect(await rig.items('card')).toHaveLength(6);
      expect(rig.card.server.bodies()).toEqual(before);
      rig.card.server.before = () => undefined;
      rig.passTime(3_700_000);
      await rig.refresh();
      await rig.push();
      expect(rig.card.server.resources.size).toBe(6);
      await settled(rig, phone);
    },
  );

  it('without room for one item takes the others, and that one when there is room (F50)', async () => {
    const { rig, phone } = await filled(2);
    const { server } = rig.card;
    let full = true;
    let large: string | null = null;
    server.before = (operation, href) => {
      if (operation !== 'put' || !full) return;
      // The first that is written: journals are worked off in order.
      large ??= href;
      // As the DAV layer reads a 507.
      if (href === large) throw new DavError('server-failure', 'no room', { method: 'PUT' });
    };
    phone.add('card', person('Large', '+491'));
    phone.add('card', person('Small', '+492'));
    await phone.sync('card', twoWay, { dontDrain: true });
    await rig.push();
    expect(names(rig)).toEqual(['P0', 'P1', 'Small']);
    full = false;
    rig.passTime(3_700_000);
    await rig.push();
    expect(names(rig)).toEqual(['Large', 'P0', 'P1', 'Small']);
    await settled(rig, phone);
  });
});

describe('a job that runs again', () => {
  it.each(['push', 'refresh', 'reconcile'] as const)('finds all done: %s (F28)', async (kind) => {
    const { rig, phone } = await filled(3);
    const [luid = ''] = phone.holds.card.keys();
    phone.replace('card', luid, person('P0', '+49777'));
    phone.add('card', person('New', '+491'));
    const { sessionId, part } = await phone.sync('card');
    await rig.push();
    const state = async () => ({
      bodies: rig.card.server.bodies(),
      items: await rig.store.items.changedSince(rig.accountId, rig.card.row.id, 0, 100),
      outbox: await rig.store.outbox.ofSession(rig.accountId, sessionId),
      part: (await rig.store.sessions.parts(rig.accountId, sessionId))[0]?.counts,
      journal: await rig.store.journal.list(rig.accountId, ['pending', 'failed', 'held'], 100),
    });
    const before = await state();
    expect(part?.state).toBe('reconciled');
    const writes = () => rig.card.server.operations.filter((one) => one === 'put' || one === 'delete').length;
    const written = writes();
    const { accountId } = rig;
    const own = { accountId, collectionId: rig.card.row.id };
    for (let times = 0; times < 2; times += 1) {
      await rig.run(
        kind === 'reconcile'
          ? { kind, accountId, sessionId, datastoreId: phone.datastores.card }
          : { kind, ...own },
      );
    }
    expect(await state()).toEqual(before);
    expect(writes()).toBe(written);
  });
});

function failing(rig: Rig, code: DavErrorCode): void {
  rig.card.server.before = () => {
    throw new DavError(code, 'x', { method: 'REPORT' });
  };
}

function names(rig: Rig): readonly string[] {
  return rig.card.server
    .bodies()
    .map((body) => /^FN:(.*?)\r?$/m.exec(body)?.[1] ?? '')
    .toSorted();
}
