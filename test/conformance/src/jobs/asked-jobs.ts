/** Jobs of each kind, and waiting for what becomes of them. */
import { asId } from '@anchorage/model';
import type { Job, JobOf, Jobs } from '@anchorage/jobs';

const accountId = asId<'account'>('account-1');

export function push(id: string): JobOf<'push'> {
  return { kind: 'push', accountId, collectionId: asId(id) };
}

export function refresh(id: string): JobOf<'refresh'> {
  return { kind: 'refresh', accountId, collectionId: asId(id) };
}

export function reconcile(id: string): JobOf<'reconcile'> {
  return { kind: 'reconcile', accountId, sessionId: asId(id), datastoreId: asId(id) };
}

export function discover(id: string): JobOf<'discover'> {
  return { kind: 'discover', accountId, linkId: asId(id) };
}

export function enrol(id: string): JobOf<'enrol'> {
  return { kind: 'enrol', enrolmentId: asId(id) };
}

export const probeId = 'probe';
const allProbes = [refresh(probeId), reconcile(probeId), push(probeId), discover(probeId), enrol(probeId)];

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * Ends are hints: a listener that has just been added may not hear of the next one yet. Asks until each kind was heard,
 * and empties `ended`.
 */
export async function untilHeard(jobs: Jobs, ended: Job[], probes = allProbes): Promise<void> {
  await until(async () => {
    for (const probe of probes) await jobs.queue.enqueue(probe);
    await pause(30);
    return probes.every((probe) => ended.some((job) => job.kind === probe.kind));
  });
  await until(async () => {
    const { waiting, active } = await jobs.queue.counts();
    return waiting + active === 0;
  });
  await pause(100);
  ended.length = 0;
}

/** Fails after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await pause(5);
  }
}
