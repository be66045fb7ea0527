/** What has to be done now and then: ending silent sessions, forgetting old challenges. */
import { StoreError } from '@anchorage/store';
import type { Front } from './front.ts';
import { resumableFor } from './interrupted.ts';
import { outcomes } from './outcomes.ts';

/** Ends sessions whose phone has fallen silent; what they brought is kept and reconciled. Returns how many. */
export async function giveUpIdle(
  front: Pick<Front, 'store' | 'clock' | 'settings' | 'logger' | 'metrics'>,
): Promise<number> {
  const { store, clock, settings, logger, metrics } = front;
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
      metrics.sessionEnded('idle');
      logger.info('session timed out', { account: row.accountId, device: row.deviceId, session: row.id });
    } catch (error) {
      // The phone spoke after all.
      if (!(error instanceof StoreError && error.code === 'stale')) throw error;
    }
  }
  return ended;
}

/** A phone whose nonce was forgotten is challenged once more, and never notices. */
export async function forgetChallenges({ store, clock }: Pick<Front, 'store' | 'clock'>): Promise<number> {
  return store.challenges.prune(clock.now() - challengesKept);
}

/** Objects that came in part and were not gone on with for as long as a session may be. */
export async function forgetObjects({ store, clock }: Pick<Front, 'store' | 'clock'>): Promise<number> {
  return store.objects.prune(clock.now() - resumableFor, batch);
}

const batch = 100;
const challengesKept = 30 * 86_400_000;
