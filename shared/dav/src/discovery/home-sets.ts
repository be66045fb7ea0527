/**
 * The home sets of a principal (RFC 4791, 6.2.1; RFC 6352, 7.1.1). Both at once and all of them: a principal may have
 * several, of which tsdav reads the first.
 */
import { property } from '../multistatus.ts';
import { resolveSpread } from './spread.ts';
import { expectMultistatus, sendXml } from '../requests/context.ts';
import { childrenOf, namespaces } from '../xml.ts';
import type { Place } from './describe.ts';

export interface HomeSets {
  readonly calendars: readonly string[];
  readonly addressBooks: readonly string[];
}

export async function requestHomeSets(place: Place, principalUrl: string): Promise<HomeSets> {
  const answer = await sendXml({ ...place, url: principalUrl }, 'PROPFIND', '0', body);
  const { responses } = expectMultistatus(answer, 'PROPFIND', place.transport.clock.now());
  const homes = (namespace: string, name: string): readonly string[] => {
    const hrefs = responses.flatMap((response) =>
      childrenOf(property(response, namespace, name), namespaces.dav, 'href').map(({ text }) => text),
    );
    return [...new Set(hrefs.flatMap((href) => resolveSpread(place.transport, href, answer.url) ?? []))];
  };
  return {
    calendars: homes(namespaces.caldav, 'calendar-home-set'),
    addressBooks: homes(namespaces.carddav, 'addressbook-home-set'),
  };
}

const body = `<propfind xmlns="DAV:" xmlns:C="${namespaces.caldav}" xmlns:A="${namespaces.carddav}"><prop>
<C:calendar-home-set/><A:addressbook-home-set/></prop></propfind>`;
