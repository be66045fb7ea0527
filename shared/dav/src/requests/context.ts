/** What every request to one collection shares, and how a request's answer is judged. */
import type { ItemKind } from '@anchorage/model';
import type { DavCredentials } from '../contract.ts';
import type { DavError } from '../dav-error.ts';
import { readMultistatus, type Multistatus } from '../multistatus.ts';
import { decodeXml } from '../text.ts';
import { statusFailure } from '../transport/failures.ts';
import type { DavAnswer, DavTransport } from '../transport/messages.ts';
import { malformed } from '../xml.ts';

export interface CollectionContext {
  readonly transport: DavTransport;
  /** With a trailing slash. */
  readonly url: string;
  readonly kinds: readonly ItemKind[];
  readonly credentials: DavCredentials;
  readonly signal: AbortSignal | undefined;
}

export function isAddressBook(context: CollectionContext): boolean {
  return context.kinds.includes('contact');
}

/** Sends a request with an XML body, to the collection unless another URL is given. */
export function sendXml(
  context: Omit<CollectionContext, 'kinds'>,
  method: 'PROPFIND' | 'REPORT',
  depth: '0' | '1',
  body: string,
): Promise<DavAnswer> {
  return context.transport.request({
    method,
    url: context.url,
    credentials: context.credentials,
    headers: { 'content-type': 'application/xml; charset=utf-8', depth },
    body: `<?xml version="1.0" encoding="utf-8"?>\n${body}`,
    size: 'list',
    signal: context.signal,
  });
}

/** The multistatus of a 207; every other status is thrown. */
export function expectMultistatus(answer: DavAnswer, method: string, now: number): Multistatus {
  if (answer.status !== 207) throw statusFailure(answer, method, now);
  return multistatusOf(answer, method);
}

export function multistatusOf(answer: DavAnswer, method: string): Multistatus {
  const text = decodeXml(answer.body, answer.headers['content-type'], method);
  if (text.trim() === '') throw malformed(method, 'is empty');
  return readMultistatus(text, method);
}

export function failureOf(context: CollectionContext, answer: DavAnswer, method: string): DavError {
  return statusFailure(answer, method, context.transport.clock.now());
}
