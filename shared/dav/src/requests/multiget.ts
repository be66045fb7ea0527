/** calendar-multiget (RFC 4791, 7.9) and addressbook-multiget (RFC 6352, 8.7), one batch. */
import { pathKey, pathOf, resolveHref } from '../href.ts';
import { etagOf, property } from '../multistatus.ts';
import { withCrlf } from '../text.ts';
import { escapeXml, namespaces } from '../xml.ts';
import { expectMultistatus, isAddressBook, sendXml, type CollectionContext } from './context.ts';

export type MultigetAnswer =
  { readonly kind: 'found'; readonly etag: string; readonly body: string } | { readonly kind: 'gone' };

/**
 * Answers by path key. Hrefs that the server left out or gave no body for are absent: sabre/dav leaves out what is gone,
 * Google and Zoho what was too much.
 */
export async function requestMultiget(
  context: CollectionContext,
  hrefs: readonly string[],
): Promise<ReadonlyMap<string, MultigetAnswer>> {
  const answer = await sendXml(
    context,
    'REPORT',
    '1',
    isAddressBook(context) ? cards(hrefs) : calendars(hrefs),
  );
  const { responses } = expectMultistatus(answer, 'REPORT', context.transport.clock.now());
  const found = new Map<string, MultigetAnswer>();
  for (const response of responses) {
    if (response.href === '') continue;
    const key = pathKey(resolveHref(response.href, answer.url, 'REPORT'));
    const data =
      property(response, namespaces.carddav, 'address-data') ??
      property(response, namespaces.caldav, 'calendar-data');
    const body = withCrlf(data?.text ?? '');
    const etag = etagOf(response);
    if (body.trim() !== '' && etag !== '')
      found.set(key, { kind: 'found', etag, body: withCrlf(trimStart(body)) });
    else if ((response.status === 404 || response.status === 410) && !found.has(key))
      found.set(key, { kind: 'gone' });
  }
  return found;
}

/** Pretty-printed answers put a line break before BEGIN. */
function trimStart(body: string): string {
  return body.trimStart();
}

// Nextcloud serves 3.0 unless asked otherwise; said aloud for servers that would give what was stored.
function cards(hrefs: readonly string[]): string {
  return `<C:addressbook-multiget xmlns="DAV:" xmlns:C="${namespaces.carddav}"><prop><getetag/>\
<C:address-data content-type="text/vcard" version="3.0"/></prop>${list(hrefs)}</C:addressbook-multiget>`;
}

function calendars(hrefs: readonly string[]): string {
  return `<C:calendar-multiget xmlns="DAV:" xmlns:C="${namespaces.caldav}"><prop><getetag/>\
<C:calendar-data/></prop>${list(hrefs)}</C:calendar-multiget>`;
}

function list(hrefs: readonly string[]): string {
  return hrefs.map((href) => `<href>${escapeXml(pathOf(href))}</href>`).join('');
}
