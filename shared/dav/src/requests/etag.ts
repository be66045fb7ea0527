/** PROPFIND Depth 0 for one resource's ETag, when GET did not name it. */
import { etagOf } from '../multistatus.ts';
import { failureOf, multistatusOf, sendXml, type CollectionContext } from './context.ts';

/**
 * Empty if the server has none for it, null if it did not say: that there is none would make the next write of it one without a
 * condition. Throws `DavError` for what concerns more than this resource.
 */
export async function requestEtag(context: CollectionContext, href: string): Promise<string | null> {
  const answer = await sendXml({ ...context, url: href }, 'PROPFIND', '0', body);
  if (answer.status === 207) {
    const { responses } = multistatusOf(answer, 'PROPFIND');
    if (responses.length === 0) return null;
    return responses.map(etagOf).find((etag) => etag !== '') ?? '';
  }
  if (answer.status === 405 || answer.status === 501) return '';
  const failure = failureOf(context, answer, 'PROPFIND');
  if (answer.status === 401 || failure.code === 'busy') throw failure;
  return null;
}

const body = `<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>`;
