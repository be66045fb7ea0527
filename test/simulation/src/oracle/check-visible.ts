/**
 * Whatever does not go on says why, where its owner and the operator look (I12): sessions that ended early, writes that
 * wait for somebody, what is set aside, logins that are refused; and no log line of a trouble leaves open whose it is.
 */
import type { AccountId } from '@anchorage/model';
import type { Store } from '@anchorage/store';
import type { Findings } from './findings.ts';

export async function checkVisible(
  { store, findings, now }: { readonly store: Store; readonly findings: Findings; readonly now: number },
  accountId: AccountId,
): Promise<void> {
  const unsaid = (what: string, reason: string | null): void => {
    if (reason === null || reason.trim() === '') findings.add('I12', `${what} does not say why`);
  };
  for (const { phase, outcome, updatedAt } of await store.sessions.list(accountId, everyRow)) {
    if (phase === 'aborted') unsaid('a session that ended early', outcome);
    if (phase === 'open' && now - updatedAt > longestSilence)
      findings.add('I12', 'a session whose phone is gone passes for open');
  }
  for (const { state, reason } of await store.journal.list(accountId, ['held', 'failed'], everyRow))
    unsaid(`a write that is ${state}`, reason);
  for (const { reason } of await store.quarantine.list(accountId)) unsaid('what is set aside', reason);
  for (const { status, reason } of await store.links.list(accountId)) {
    if (status !== 'ok') unsaid(`a link that is ${status}`, reason);
  }
  for (const { failures, problem } of await store.collections.list(accountId)) {
    if (failures > 0) unsaid('a collection that cannot be reached', problem);
  }
}

/** A line of trouble names an account, a job or whatever else leads to one, unless it is of the whole process. */
export function isNobodys(
  level: string,
  message: string,
  fields: Readonly<Record<string, unknown>>,
): boolean {
  if (level !== 'warn' && level !== 'error') return false;
  return !ofTheProcess.has(message) && !leads.some((name) => typeof fields[name] === 'string');
}

const leads = ['account', 'job', 'enrolment', 'session', 'device'];
/** `request failed`: before it is known whose request it is; its span has the rest. */
const ofTheProcess: ReadonlySet<string> = new Set(['request failed', 'sweep failed', 'housekeeping failed']);
const everyRow = 10_000;
const longestSilence = 3_600_000;
