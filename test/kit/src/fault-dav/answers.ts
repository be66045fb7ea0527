/** The XML a well-behaved server writes. */
import type { Member, MemoryCollection } from './members.ts';

export interface CollectionTraits {
  readonly name: string;
  readonly path: string;
  readonly addressBook: boolean;
  readonly components: readonly string[];
  readonly syncCollection: boolean;
  readonly readOnly: boolean;
}

export function multistatus(responses: readonly string[], tail = ''): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" \
xmlns:a="urn:ietf:params:xml:ns:carddav" xmlns:cs="http://calendarserver.org/ns/">${responses.join('')}${tail}</d:multistatus>`;
}

export function found(href: string, properties: string): string {
  return `<d:response><d:href>${escape(href)}</d:href><d:propstat><d:prop>${properties}</d:prop>\
<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
}

export function failed(href: string, status: number, error = ''): string {
  return `<d:response><d:href>${escape(href)}</d:href><d:status>HTTP/1.1 ${status} No</d:status>${error}</d:response>`;
}

export function memberProperties(member: Member, withEtag: boolean): string {
  return `${withEtag ? `<d:getetag>${escape(member.etag)}</d:getetag>` : ''}<d:resourcetype/>`;
}

/** Line ends as sabre/dav writes them: the CR as a reference, or it would not survive. */
export function memberData(member: Member, addressBook: boolean): string {
  const tag = addressBook ? 'a:address-data' : 'c:calendar-data';
  return `<${tag}>${escape(member.body).replaceAll('\r', '&#13;')}</${tag}>`;
}

export function collectionProperties(
  traits: CollectionTraits,
  members: MemoryCollection,
  token: string,
): string {
  const kind = traits.addressBook ? '<a:addressbook/>' : '<c:calendar/>';
  const components = traits.components.map((name) => `<c:comp name="${name}"/>`).join('');
  const privileges = traits.readOnly ? ['read'] : ['read', 'write', 'write-content', 'bind', 'unbind'];
  const report = (name: string): string =>
    `<d:supported-report><d:report><${name}/></d:report></d:supported-report>`;
  return `<d:resourcetype><d:collection/>${kind}</d:resourcetype><d:displayname>${escape(traits.name)}</d:displayname>\
<cs:getctag>${members.revision}</cs:getctag>\
${traits.syncCollection ? `<d:sync-token>${token}</d:sync-token>` : ''}\
<d:current-user-privilege-set>${privileges.map((name) => `<d:privilege><d:${name}/></d:privilege>`).join('')}\
</d:current-user-privilege-set>\
<d:supported-report-set>${traits.syncCollection ? report('d:sync-collection') : ''}\
${report(traits.addressBook ? 'a:addressbook-multiget' : 'c:calendar-multiget')}</d:supported-report-set>\
${traits.addressBook ? '<a:max-resource-size>1048576</a:max-resource-size>' : `<c:supported-calendar-component-set>${components}</c:supported-calendar-component-set>`}`;
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
