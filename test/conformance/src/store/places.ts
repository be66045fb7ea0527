import type { SessionId } from '@anchorage/model';
import { expect, it } from 'vitest';
import { newId } from './world.ts';
import type { World } from './world.ts';

export function placesContract(world: () => World): void {
  it('counts the sessions that hold a place', async () => {
    const { sessions, accounts } = world().store;
    const account = await world().account();
    const tenantId = (await accounts.get(account))?.tenantId;
    if (tenantId === undefined) throw new Error('an account without a tenant');
    const place = `process ${newId()}`;
    const [deviceId, other] = [await world().device(account), await world().device(account)];
    const begun = {
      token: '',
      peerUri: 'IMEI:',
      peerSessionId: '7',
      state: '{}',
      lastRequest: 'aa',
      lastMsgId: 1,
    };
    const insert = (more: { deviceId: typeof deviceId; startedAt: number; place?: string }) => {
      const id: SessionId = newId();
      return sessions.insert(account, { ...begun, ...more, id, token: `places ${id}` });
    };
    const first = await insert({ deviceId, startedAt: 1_000, place });
    await insert({ deviceId: other, startedAt: 2_000, place });
    const late = await insert({ deviceId: other, startedAt: 2_000 });
    const count = (more: Partial<Parameters<typeof sessions.places>[0]> = {}) =>
      sessions.places({ since: 0, place, ...more });
    expect(await count()).toBe(2);
    expect(await count({ tenantId })).toBe(2);
    expect(await count({ tenantId: newId() })).toBe(0);
    expect(await count({ since: 1_001 })).toBe(1);
    expect(await count({ except: { accountId: account, deviceId } })).toBe(1);
    expect(await sessions.places({ since: 0, tenantId })).toBeGreaterThanOrEqual(2);
    await sessions.update(account, late.id, 1, { place, updatedAt: 3_000 });
    await sessions.update(account, first.id, 1, { phase: 'aborted', updatedAt: 3_000 });
    expect(await count({ except: { accountId: account, deviceId } })).toBe(2);
    expect(await count()).toBe(2);
  });

  it('lets one transaction at a time count what a tenant has', async () => {
    const { store } = world();
    const tenantId = (await store.accounts.get(await world().account()))?.tenantId;
    if (tenantId === undefined) throw new Error('an account without a tenant');
    const steps: string[] = [];
    let locked = (): void => undefined;
    const first = new Promise<void>((resolve) => (locked = resolve));
    let finish = (): void => undefined;
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    const holder = store.transaction(async (tx) => {
      await tx.accounts.lockTenant(tenantId);
      locked();
      await mayFinish;
      steps.push('first');
    });
    await first;
    const waiter = store.transaction(async (tx) => {
      await tx.accounts.lockTenant(tenantId);
      steps.push('second');
    });
    // Time for the second one to go ahead, if nothing held it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    finish();
    await Promise.all([holder, waiter]);
    expect(steps).toEqual(['first', 'second']);
  });
}
