/** A conditional DELETE: what is gone already is deleted, what changed meanwhile is not. */
import type { DeleteOutcome } from '../contract.ts';
import type { CollectionContext } from './context.ts';
import { concernsMoreThanOne, ifMatch, judgeWrite, reasonOf, writeFailure } from './write-refusal.ts';

export async function requestDelete(
  context: CollectionContext,
  resource: { readonly href: string; readonly etag: string },
): Promise<DeleteOutcome> {
  const answer = await context.transport.request({
    method: 'DELETE',
    url: resource.href,
    credentials: context.credentials,
    headers: { 'if-match': ifMatch(resource.etag) },
    size: 'object',
    signal: context.signal,
  });
  const judged = judgeWrite(answer, 'DELETE');
  // RFC 4918, 9.6.1: a 207 lists what could not be deleted, so one without failures is a success.
  if (judged.status >= 200 && judged.status < 300) return { kind: 'deleted' };
  if (judged.status === 404 || judged.status === 410) return { kind: 'deleted' };
  if (judged.status === 412) return { kind: 'lost-race' };
  if (concernsMoreThanOne(answer, judged)) throw writeFailure(context, answer, judged, 'DELETE');
  return { kind: 'refused', status: judged.status, reason: reasonOf(judged) };
}
