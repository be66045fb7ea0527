/** What may be done with the collections at a URL: one strict PROPFIND for what tsdav does not read. */
import { itemKinds, type ItemKind } from '@anchorage/model';
import type { CollectionInfo, DavCredentials } from '../contract.ts';
import { collectionKey, resolveHref, withTrailingSlash } from '../href.ts';
import { property, type MultistatusResponse } from '../multistatus.ts';
import { expectMultistatus, sendXml } from '../requests/context.ts';
import type { DavTransport } from '../transport/messages.ts';
import { childOf, childrenOf, contains, namespaces, type XmlElement } from '../xml.ts';

export interface Place {
  readonly transport: DavTransport;
  readonly credentials: DavCredentials;
  readonly signal: AbortSignal | undefined;
}

/** Every calendar and address book the answer names, by collection key. Depth 1 includes the URL itself. */
export async function describeCollections(
  place: Place,
  url: string,
  depth: '0' | '1',
): Promise<ReadonlyMap<string, CollectionInfo>> {
  const answer = await sendXml({ ...place, url }, 'PROPFIND', depth, body);
  const { responses } = expectMultistatus(answer, 'PROPFIND', place.transport.clock.now());
  const found = new Map<string, CollectionInfo>();
  for (const response of responses) {
    const type = property(response, namespaces.dav, 'resourcetype');
    const kinds = kindsOf(response, type);
    if (kinds.length === 0) continue;
    const href = withTrailingSlash(resolveHref(response.href, answer.url, 'PROPFIND'));
    found.set(collectionKey(href), {
      url: href,
      displayName: displayName(response, href),
      kinds,
      readOnly: !isWritable(property(response, namespaces.dav, 'current-user-privilege-set'), type),
      supportsSyncCollection: supportsSync(response),
      maxResourceSize: maxResourceSize(response),
    });
  }
  return found;
}

function kindsOf(response: MultistatusResponse, type: XmlElement | undefined): readonly ItemKind[] {
  if (childOf(type, namespaces.carddav, 'addressbook') !== undefined) return ['contact'];
  // Scheduling inboxes, bins and proxies carry types of their own; a bin of Nextcloud's is a calendar as well.
  if (childOf(type, namespaces.caldav, 'calendar') === undefined) return [];
  if (type?.children.some(({ name }) => setAside.has(name)) === true) return [];
  const components = property(response, namespaces.caldav, 'supported-calendar-component-set');
  // RFC 4791, 5.2.3: without the property every component is accepted.
  if (components === undefined) return ['event', 'task', 'note'];
  const names = childrenOf(components, namespaces.caldav, 'comp').map(({ attributes }) =>
    attributes['name']?.toUpperCase(),
  );
  return itemKinds.filter((kind) => kind !== 'contact' && names.includes(componentNames[kind]));
}

/** RFC 3744, 3: writing a member needs write-content, making one needs bind; `write` and `all` hold both. */
function isWritable(privileges: XmlElement | undefined, type: XmlElement | undefined): boolean {
  if (childOf(type, namespaces.calendarServer, 'subscribed') !== undefined) return false;
  // A server without access control says nothing.
  if (privileges === undefined || privileges.children.length === 0) return true;
  const granted = new Set(
    childrenOf(privileges, namespaces.dav, 'privilege').flatMap(({ children }) =>
      children.map(({ name }) => name),
    ),
  );
  return granted.has('all') || granted.has('write') || (granted.has('write-content') && granted.has('bind'));
}

function supportsSync(response: MultistatusResponse): boolean {
  const reports = property(response, namespaces.dav, 'supported-report-set');
  // xandikos 0.2.8 leaves out the element around each report, so any depth counts.
  if (reports !== undefined) return contains(reports, namespaces.dav, 'sync-collection');
  return (property(response, namespaces.dav, 'sync-token')?.text.trim() ?? '') !== '';
}

function maxResourceSize(response: MultistatusResponse): number | null {
  const size =
    property(response, namespaces.carddav, 'max-resource-size') ??
    property(response, namespaces.caldav, 'max-resource-size');
  const text = size?.text.trim() ?? '';
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

function displayName(response: MultistatusResponse, href: string): string {
  const given = property(response, namespaces.dav, 'displayname')?.text.trim() ?? '';
  return given !== '' ? given : (collectionKey(href).split('/').pop() ?? '');
}

const setAside = new Set([
  'schedule-inbox',
  'schedule-outbox',
  'notification',
  'deleted-calendar',
  'trash-bin',
]);
const componentNames: Readonly<Record<Exclude<ItemKind, 'contact'>, string>> = {
  event: 'VEVENT',
  task: 'VTODO',
  note: 'VJOURNAL',
};
const body = `<propfind xmlns="DAV:" xmlns:C="${namespaces.caldav}" xmlns:A="${namespaces.carddav}"><prop>
<resourcetype/><displayname/><current-user-privilege-set/><supported-report-set/><sync-token/>
<C:supported-calendar-component-set/><C:max-resource-size/><A:max-resource-size/></prop></propfind>`;
