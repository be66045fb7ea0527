/** PROPFIND Depth 0 on a collection: where its history stands, read before its members are listed. */
import { property } from '../multistatus.ts';
import { contains, namespaces } from '../xml.ts';
import { DavError } from '../dav-error.ts';
import { expectMultistatus, sendXml, type CollectionContext } from './context.ts';

export interface CollectionState {
  readonly syncToken: string | null;
  readonly ctag: string | null;
  /** Null if the server does not say what reports it knows. */
  readonly offersSyncCollection: boolean | null;
}

export async function requestCollectionState(context: CollectionContext): Promise<CollectionState> {
  const answer = await sendXml(context, 'PROPFIND', '0', body);
  const { responses } = expectMultistatus(answer, 'PROPFIND', context.transport.clock.now());
  const own = responses.find(({ properties }) => properties.size > 0) ?? responses[0];
  if (own?.status === 404 || own?.status === 410) {
    throw new DavError('not-found', 'the collection is gone', { method: 'PROPFIND', status: own.status });
  }
  const reports = property(own, namespaces.dav, 'supported-report-set');
  return {
    syncToken: property(own, namespaces.dav, 'sync-token')?.text.trim() || null,
    ctag: property(own, namespaces.calendarServer, 'getctag')?.text.trim() || null,
    offersSyncCollection: reports === undefined ? null : contains(reports, namespaces.dav, 'sync-collection'),
  };
}

const body = `<propfind xmlns="DAV:" xmlns:CS="http://calendarserver.org/ns/">
<prop><resourcetype/><sync-token/><CS:getctag/><supported-report-set/></prop></propfind>`;
