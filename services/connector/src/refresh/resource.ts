/** A fetched resource, read once: what is asked of it in a transaction must not take long there. */
import { pimOfText } from '@anchorage/pim';
import type { PimKind } from '@anchorage/pim';
import type { FetchedResource } from '@anchorage/providers';
import { digest } from '../digest.ts';

export interface ReadableResource {
  readonly kind: 'read';
  readonly href: string;
  readonly etag: string;
  readonly body: string;
  readonly uid: string | null;
  readonly pim: PimKind;
  readonly normal: string;
}

export type Resource =
  | ReadableResource
  | { readonly kind: 'gone'; readonly href: string }
  | { readonly kind: 'bad'; readonly href: string; readonly reason: string; readonly raw: string };

export function readResource(fetched: FetchedResource): Resource {
  if (fetched.kind === 'gone') return { kind: 'gone', href: fetched.href };
  if (fetched.kind === 'unavailable')
    return { kind: 'bad', href: fetched.href, reason: fetched.reason, raw: '' };
  const { href, etag, body } = fetched;
  const pim = pimOfText(body);
  if (pim === null) return { kind: 'bad', href, reason: 'unsupported', raw: body };
  const read = digest(() => ({ uid: pim.uidOf(body), normal: pim.normalise(body) }));
  if (!read.ok) return { kind: 'bad', href, reason: read.reason, raw: body };
  return { kind: 'read', href, etag, body, pim, ...read.value };
}
