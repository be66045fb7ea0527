/** Job `enrol {enrolment}`: has the upstream server judge a login that a phone brought, and lets its user in. */
import type { JobHandlers, JobResult } from '@anchorage/jobs';
import { DavError } from '@anchorage/providers';
import { StoreError } from '@anchorage/store';
import type { Enrolment } from '@anchorage/store';
import { askFor } from '@anchorage/jobs';
import { backoff, classify } from '../classify.ts';
import { createOpenDoorCheck } from '../enrol/open-door.ts';
import { distrust } from '../enrol/distrust.ts';
import { letIn } from '../enrol/let-in.ts';
import { chance } from '../tools.ts';
import type { Tools } from '../tools.ts';

export function enrolHandler(tools: Tools): JobHandlers['enrol'] {
  const { store, clock, settings } = tools;
  const checksPasswords = createOpenDoorCheck(tools);
  return async ({ enrolmentId }, { signal }) => {
    const enrolment = await store.enrolments.get(enrolmentId);
    if (enrolment === null || enrolment.state !== 'pending') return { again: 'no' };
    const now = clock.now();
    if (enrolment.upstream !== settings.upstream || now - enrolment.createdAt > longestWait) {
      await store.enrolments.take(enrolmentId);
      const reason = enrolment.upstream === settings.upstream ? 'too old' : 'not our upstream server';
      tools.logger.warn('enrolment given up', { enrolment: enrolmentId, reason });
      return { again: 'no' };
    }
    if (enrolment.dueAt > now) return { again: 'after', delayMs: enrolment.dueAt - now };
    try {
      return await judge(tools, enrolment, checksPasswords, signal);
    } catch (error) {
      return failed(tools, enrolment, error);
    }
  };
}

async function judge(
  tools: Tools,
  enrolment: Enrolment,
  checksPasswords: (signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
): Promise<JobResult> {
  const { id, upstream, username } = enrolment;
  const provider = tools.provider(providerName);
  if (provider === undefined) throw new DavError('unsupported', 'no such provider', { method: 'DISCOVER' });
  if (!(await checksPasswords(signal))) {
    tools.logger.error('the upstream server lets in whoever comes: nobody is enrolled', { enrolment: id });
    return putOff(tools, enrolment, 'open-door', null);
  }
  const password = await tools.store.enrolments.password(id);
  const found = await provider.discover({ url: upstream, credentials: { username, password } }, signal);
  const collections = await letIn(tools, { enrolment, password, provider: providerName, found });
  if (collections === null) return { again: 'no' };
  for (const { accountId, id: collectionId } of collections) {
    await askFor(tools, { kind: 'refresh', accountId, collectionId });
  }
  return { again: 'no' };
}

async function failed(tools: Tools, enrolment: Enrolment, error: unknown): Promise<JobResult> {
  const { store, clock, logger, random } = tools;
  const { id } = enrolment;
  if (error instanceof DavError && isRefusal(error)) {
    await distrust(tools, enrolment);
    logger.info('upstream login refused', { enrolment: id, reason: error.code });
    return { again: 'no' };
  }
  // Judged by another worker, or sealed by a key that has gone: the phone is asked anew.
  if (error instanceof StoreError && (error.code === 'not-found' || error.code === 'sealed')) {
    await store.enrolments.take(id);
    logger.warn('enrolment given up', { enrolment: id, reason: error.code });
    return { again: 'no' };
  }
  const circumstances = { now: clock.now(), attempts: enrolment.attempts, jitter: chance(random) };
  const verdict = classify(error, circumstances);
  if (verdict.kind === 'ignore') return { again: 'no' };
  return putOff(tools, enrolment, verdict.reason, verdict.kind === 'retry' ? verdict.at : null);
}

/** What is wrong with the server, or with its address, is not the phone's fault: it is told to come again. */
async function putOff(
  { store, clock, random, logger }: Tools,
  { id, attempts }: Enrolment,
  reason: string,
  at: number | null,
): Promise<JobResult> {
  const now = clock.now();
  const dueAt = at ?? now + backoff(firstPause, longestPause, attempts, chance(random));
  try {
    await store.enrolments.postpone(id, dueAt);
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'not-found')) throw error;
    return { again: 'no' };
  }
  logger.warn('upstream login not judged yet', { enrolment: id, reason });
  return { again: 'after', delayMs: Math.max(1, dueAt - now) };
}

/** Some servers say 403 to a login they do not take. */
function isRefusal({ code }: DavError): boolean {
  return code === 'needs-login' || code === 'forbidden';
}

const providerName = 'generic';
/** Milliseconds. */
const firstPause = 5_000;
const longestPause = 300_000;
const longestWait = 3_600_000;
