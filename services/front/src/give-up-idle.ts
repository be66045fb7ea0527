/** Sessions whose phone has fallen silent are ended; what they brought is kept and reconciled. */
import { StoreError } from '@anchorage/store';
import type { Front } from './front.ts';
import { outcomes } from './outcomes.ts';

/** Returns how many were ended. */
export async function giveUpIdle(front: Pick<Front, 'store' | 'clock' | 'settings' | 'logger'>): Promise<number> {
  const { store, clock, settings, logger } = front;
  const now = clock.now();
  let ended = 0;
  for (const row of await store.sessions.idle(now - settings.sessionTimeout, batch)) {
    try {
      await store.sessions.update(row.accountId, row.id, row.version, {
        phase: 'aborted',
        outcome: outcomes.idle,
        updatedAt: now,
      });
      ended += 1;
      logger.info('session timed out', { account: row.accountId, device: row.deviceId, session: row.id });
    } catch (error) {
      // The phone spoke after all.
      if (!(error instanceof StoreError && error.code === 'stale')) throw error;
    }
  }
  return ended;
}

const batch = 100;
