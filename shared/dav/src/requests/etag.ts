/** PROPFIND Depth 0 for one resource's ETag, when GET did not name it; empty if the server has none. */
import { etagOf } from '../multistatus.ts';
import { multistatusOf, sendXml, type CollectionContext } from './context.ts';

export async function requestEtag(context: CollectionContext, href: string): Promise<string> {
  const answer = await sendXml({ ...context, url: href }, 'PROPFIND', '0', body);
  if (answer.status !== 207) return '';
  return (
    multistatusOf(answer, 'PROPFIND')
      .responses.map(etagOf)
      .find((etag) => etag !== '') ?? ''
  );
}

const body = `<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>`;
