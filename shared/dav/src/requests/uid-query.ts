/** calendar-query and addressbook-query by UID (RFC 4791, 7.8.6; RFC 6352, 8.6). Candidates: text-match is a substring. */
import type { ItemKind } from '@anchorage/model';
import { collectionKey, pathKey, resolveHref } from '../href.ts';
import { escapeXml, namespaces } from '../xml.ts';
import { expectMultistatus, isAddressBook, sendXml, type CollectionContext } from './context.ts';

export async function requestUidQuery(context: CollectionContext, uid: string): Promise<readonly string[]> {
  const queries = isAddressBook(context)
    ? [cardQuery(uid)]
    : context.kinds.flatMap((kind) => (kind === 'contact' ? [] : [calendarQuery(componentOf[kind], uid)]));
  const hrefs = new Map<string, string>();
  for (const query of queries) {
    const answer = await sendXml(context, 'REPORT', '1', query);
    const { responses } = expectMultistatus(answer, 'REPORT', context.transport.clock.now());
    for (const { href: written, status } of responses) {
      if (written === '' || (status !== null && status >= 300)) continue;
      const href = resolveHref(written, answer.url, 'REPORT');
      if (collectionKey(href) !== collectionKey(context.url)) hrefs.set(pathKey(href), href);
    }
  }
  return [...hrefs.values()];
}

function cardQuery(uid: string): string {
  return `<C:addressbook-query xmlns="DAV:" xmlns:C="${namespaces.carddav}"><prop><getetag/></prop>\
<C:filter><C:prop-filter name="UID"><C:text-match match-type="equals">${escapeXml(uid)}</C:text-match>\
</C:prop-filter></C:filter></C:addressbook-query>`;
}

function calendarQuery(component: string, uid: string): string {
  return `<C:calendar-query xmlns="DAV:" xmlns:C="${namespaces.caldav}"><prop><getetag/></prop>\
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="${component}"><C:prop-filter name="UID">\
<C:text-match>${escapeXml(uid)}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>\
</C:calendar-query>`;
}

const componentOf: Readonly<Record<Exclude<ItemKind, 'contact'>, string>> = {
  event: 'VEVENT',
  task: 'VTODO',
  note: 'VJOURNAL',
};
