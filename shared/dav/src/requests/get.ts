/** GET of one resource: the last word on whether it can be had. */
import type { FetchedResource } from '../contract.ts';
import { DavError } from '../dav-error.ts';
import { decodeBody, withCrlf } from '../text.ts';
import { failureOf, isAddressBook, type CollectionContext } from './context.ts';
import { requestEtag } from './etag.ts';

export async function requestResource(context: CollectionContext, href: string): Promise<FetchedResource> {
  const first = await requestBody(context, href);
  if (first.kind !== 'found' || first.etag !== '') return first;
  const etag = await requestEtag(context, href);
  if (etag === '') return first;
  if (etag === null) return { href, kind: 'unavailable', reason: 'the ETag is not named' };
  // Read anew behind its ETag: of a change between text and ETag nobody would ever hear, of one after the ETag everybody.
  const again = await requestBody(context, href);
  return again.kind === 'found' && again.etag === '' ? { ...again, etag } : again;
}

/** With an empty ETag where the answer names none. */
async function requestBody(context: CollectionContext, href: string): Promise<FetchedResource> {
  let answer;
  try {
    answer = await context.transport.request({
      method: 'GET',
      url: href,
      credentials: context.credentials,
      headers: { accept: isAddressBook(context) ? 'text/vcard' : 'text/calendar' },
      size: 'object',
      signal: context.signal,
    });
  } catch (cause) {
    if (cause instanceof DavError && lasting.has(cause.code))
      return { href, kind: 'unavailable', reason: cause.code };
    throw cause;
  }
  if (answer.status === 404 || answer.status === 410) return { href, kind: 'gone' };
  if (answer.status !== 200) {
    const failure = failureOf(context, answer, 'GET');
    if (answer.status === 401 || (passing.has(failure.code) && answer.status !== 500)) throw failure;
    return { href, kind: 'unavailable', reason: `GET was answered with ${answer.status}` };
  }
  const type = answer.headers['content-type'];
  const body = withCrlf(decodeBody(answer.body, type)).trimStart();
  if (body === '') return { href, kind: 'unavailable', reason: 'GET delivers an empty body' };
  // A login or maintenance page with status 200.
  if (/^\s*text\/html/i.test(type ?? '') || body.startsWith('<')) {
    return { href, kind: 'unavailable', reason: 'GET delivers a web page' };
  }
  return { href, kind: 'found', etag: answer.headers['etag']?.trim() ?? '', body };
}

const lasting = new Set(['too-large', 'malformed', 'refused-redirect', 'unsupported']);
const passing = new Set(['busy', 'timeout', 'server-failure']);
