/** How a refused PUT or DELETE is told apart, whether it came as a status or inside a 207. */
import type { DavError } from '../dav-error.ts';
import { resolveHref } from '../href.ts';
import { readRefusal, type Refusal } from '../refusal.ts';
import type { DavAnswer } from '../transport/messages.ts';
import { failureOf, multistatusOf, type CollectionContext } from './context.ts';

export interface WriteAnswer extends Refusal {
  readonly status: number;
}

/**
 * The status that counts. xandikos 0.2.8 reports a refused PUT as 207 with the status inside; a 207 without a failure
 * in it proves nothing and reads as 207.
 */
export function judgeWrite(answer: DavAnswer, method: string): WriteAnswer {
  if (answer.status !== 207) return { status: answer.status, ...readRefusal(answer.body.toString('utf8')) };
  const refusal = readRefusal('');
  const failed = multistatusOf(answer, method).responses.find(
    ({ status }) => status !== null && status >= 400,
  );
  if (failed === undefined) return { status: 207, ...refusal };
  const { preconditions } = failed;
  const uidExists = preconditions.includes('no-uid-conflict');
  return { ...refusal, status: failed.status ?? 207, preconditions, uidExists };
}

/** The resource that already has the UID, if the server named it (RFC 4791, 5.3.2.1). */
export function conflictingHref(refusal: Refusal, base: string, method: string): string | null {
  if (refusal.conflictingHref === null) return null;
  try {
    return resolveHref(refusal.conflictingHref, base, method);
  } catch {
    return null;
  }
}

/** For logs and people: a precondition where there is one, else the status. */
export function reasonOf(refusal: WriteAnswer): string {
  return refusal.preconditions[0] ?? `status ${refusal.status}`;
}

/** Does this answer speak about the login, the server or the moment, rather than about this resource? */
export function concernsMoreThanOne(answer: DavAnswer, judged: WriteAnswer): boolean {
  const { status } = judged;
  if (status === 401 || status === 408 || status === 423 || status === 425 || status === 429) return true;
  if (status === 403) return judged.usageLimit;
  return status >= 500 || answer.status < 200 || (answer.status >= 300 && answer.status < 400);
}

export function writeFailure(
  context: CollectionContext,
  answer: DavAnswer,
  judged: WriteAnswer,
  method: string,
): DavError {
  return failureOf(context, { ...answer, status: judged.status }, method);
}

/** RFC 9110, 13.1.1. Without an ETag the resource must at least still be there. */
export function ifMatch(etag: string): string {
  return etag === '' ? '*' : etag;
}
