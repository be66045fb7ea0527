/** A conditional PUT (RFC 9110, 13.1; RFC 4791, 5.3.2; RFC 6352, 6.3.2). A lost race is an answer, not an error. */
import type { PutOutcome } from '../contract.ts';
import { collectionKey, pathKey, resolveHref } from '../href.ts';
import type { DavAnswer } from '../transport/messages.ts';
import { failureOf, isAddressBook, type CollectionContext } from './context.ts';
import {
  concernsMoreThanOne,
  conflictingHref,
  ifMatch,
  judgeWrite,
  reasonOf,
  writeFailure,
  type WriteAnswer,
} from './write-refusal.ts';

export interface PutRequest {
  readonly href: string;
  readonly etag: string | null;
  readonly body: string;
}

export async function requestPut(context: CollectionContext, resource: PutRequest): Promise<PutOutcome> {
  const answer = await context.transport.request({
    method: 'PUT',
    url: resource.href,
    credentials: context.credentials,
    headers: {
      'content-type': `text/${isAddressBook(context) ? 'vcard' : 'calendar'}; charset=utf-8`,
      ...(resource.etag === null ? { 'if-none-match': '*' } : { 'if-match': ifMatch(resource.etag) }),
    },
    body: resource.body,
    size: 'object',
    signal: context.signal,
  });
  if (answer.status === 200 || answer.status === 201 || answer.status === 204)
    return stored(context, resource, answer);
  const judged = judgeWrite(answer, 'PUT');
  // Some 2xx that is none of the three: whoever reads the resource again sees what became of it.
  if (judged.status >= 200 && judged.status < 300) return { kind: 'lost-race', href: null };
  if (concernsMoreThanOne(answer, judged)) throw writeFailure(context, answer, judged, 'PUT');
  // xandikos 0.2.8 says 412 of a body it cannot read.
  if (judged.preconditions.some((name) => aboutTheBody.has(name))) {
    return { kind: 'refused', status: judged.status, reason: reasonOf(judged) };
  }
  return resource.etag === null ? refusedCreate(context, answer, judged) : refusedUpdate(judged);
}

function refusedCreate(context: CollectionContext, answer: DavAnswer, judged: WriteAnswer): PutOutcome {
  const { status } = judged;
  if (status === 412 || status === 409 || ((status === 400 || status === 403) && judged.uidExists)) {
    return { kind: 'lost-race', href: conflictingHref(judged, answer.url, 'PUT') };
  }
  // No member can be missing before it was made: the collection itself is.
  if (status === 404 || status === 410) throw failureOf(context, answer, 'PUT');
  return { kind: 'refused', status, reason: reasonOf(judged) };
}

function refusedUpdate(judged: WriteAnswer): PutOutcome {
  const { status } = judged;
  if (status === 404 || status === 410) return { kind: 'gone' };
  // Google wants a newer DTSTAMP and says so with 409: read again. A UID conflict stays one however often it is read.
  if (status === 412 || (status === 409 && !judged.uidExists)) return { kind: 'lost-race', href: null };
  return { kind: 'refused', status, reason: judged.uidExists ? 'no-uid-conflict' : reasonOf(judged) };
}

/** Google stores a new contact under a name of its own and says where in `Location`. */
function stored(context: CollectionContext, resource: PutRequest, answer: DavAnswer): PutOutcome {
  const etag = answer.headers['etag']?.trim() || null;
  const asked = pathKey(answer.url) === pathKey(resource.href) ? resource.href : answer.url;
  return { kind: 'stored', href: locationOf(context, answer) ?? asked, etag };
}

function locationOf(context: CollectionContext, answer: DavAnswer): string | null {
  const location = answer.headers['location'];
  if (location === undefined) return null;
  let href;
  try {
    href = resolveHref(location, answer.url, 'PUT');
  } catch {
    return null;
  }
  if (collectionKey(href) === collectionKey(context.url) || pathKey(href) === pathKey(answer.url))
    return null;
  return href;
}

/** RFC 4791, 5.3.2.1; RFC 6352, 6.3.2.1; RFC 3744, 7.1.1: no other race would end differently. */
const aboutTheBody = new Set([
  'supported-calendar-data',
  'valid-calendar-data',
  'valid-calendar-object-resource',
  'supported-calendar-component',
  'supported-address-data',
  'valid-address-data',
  'max-resource-size',
  'min-date-time',
  'max-date-time',
  'max-instances',
  'max-attendees-per-instance',
  'need-privileges',
]);
