/** What a good server answers to each method. Faults that change content rather than transport take effect here. */
import {
  collectionProperties,
  escape,
  failed,
  found,
  memberData,
  memberProperties,
  multistatus,
  type CollectionTraits,
} from './answers.ts';
import type { Fault } from './faults.ts';
import type { Member, MemoryCollection } from './members.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface World {
  readonly pageSize: number;
  readonly collections: readonly { readonly traits: CollectionTraits; readonly members: MemoryCollection }[];
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export function answerRequest(world: World, asked: Asked, fault: Fault | null): Answer {
  if (asked.path.startsWith('/.well-known/'))
    return { status: 301, headers: { location: '/dav/' }, body: '' };
  const place = world.collections.find(({ traits }) => asked.path.startsWith(traits.path));
  if (place === undefined) return asked.method === 'PROPFIND' ? aboveCollections(world, asked) : empty(404);
  const name = decodeURIComponent(asked.path.slice(place.traits.path.length));
  const scene: Scene = { ...place, world, fault };
  if (name === '') return collectionRequest(scene, asked);
  return memberRequest(scene, asked, name);
}

interface Scene {
  readonly world: World;
  readonly traits: CollectionTraits;
  readonly members: MemoryCollection;
  readonly fault: Fault | null;
}

function aboveCollections(world: World, { path, headers }: Asked): Answer {
  if (path === '/dav/' || path === '/dav/principal/') {
    const properties = `<d:resourcetype><d:collection/></d:resourcetype>
<d:current-user-principal><d:href>/dav/principal/</d:href></d:current-user-principal>
<c:calendar-home-set><d:href>/dav/calendars/someone/</d:href></c:calendar-home-set>
<a:addressbook-home-set><d:href>/dav/books/someone/</d:href></a:addressbook-home-set>`;
    return xml(multistatus([found(path, properties)]));
  }
  const below = world.collections.filter(({ traits }) => traits.path.startsWith(path));
  if (below.length === 0 || !path.endsWith('/someone/')) return empty(404);
  const own = found(path, '<d:resourcetype><d:collection/></d:resourcetype>');
  const listed =
    headers['depth'] === '0' ? [] : below.map((place) => describe({ ...place, world, fault: null }));
  return xml(multistatus([own, ...listed]));
}

function collectionRequest(scene: Scene, asked: Asked): Answer {
  const { traits, members, fault } = scene;
  if (asked.method === 'PROPFIND') {
    const listed =
      asked.headers['depth'] === '0' ? [] : [...members.members.values()].map((one) => listing(scene, one));
    const twice = fault?.kind === 'duplicate-href' ? listed : [];
    return xml(multistatus([describe(scene), ...listed, ...twice]));
  }
  if (asked.method !== 'REPORT') return empty(405);
  if (asked.body.includes('sync-collection'))
    return traits.syncCollection ? syncReport(scene, asked) : empty(501);
  if (asked.body.includes('multiget')) return multiget(scene, asked);
  return uidQuery(scene, asked);
}

function syncReport(scene: Scene, asked: Asked): Answer {
  const { traits, members, world, fault } = scene;
  if (asked.headers['depth'] !== '0') return empty(400);
  const sent = /<sync-token>([^<]*)<\/sync-token>/.exec(asked.body)?.[1] ?? '';
  const from =
    sent === '' ? 0 : sent.startsWith(tokenPrefix) ? Number(sent.slice(tokenPrefix.length)) : Number.NaN;
  const history = Number.isNaN(from) ? null : members.since(from);
  if (history === null) {
    return { ...xml(`<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>`), status: 403 };
  }
  const sorted = history
    .filter(({ name }) => from !== 0 || members.members.has(name))
    .toSorted((one, other) => one.revision - other.revision);
  const page = sorted.slice(0, world.pageSize);
  const truncated = page.length < sorted.length;
  const responses = page.map(({ name }) => {
    const member = members.members.get(name);
    return member === undefined ? failed(hrefOf(traits, name), 404) : listing(scene, member);
  });
  const twice = fault?.kind === 'duplicate-href' ? responses : [];
  const cut = truncated
    ? [failed(traits.path, 507, '<d:error><d:number-of-matches-within-limits/></d:error>')]
    : [];
  const token = `${tokenPrefix}${truncated ? (page.at(-1)?.revision ?? from) : members.revision}`;
  return xml(multistatus([...responses, ...twice, ...cut], `<d:sync-token>${token}</d:sync-token>`));
}

function multiget({ traits, members, fault }: Scene, asked: Asked): Answer {
  const responses = [...asked.body.matchAll(/<href>([^<]*)<\/href>/g)].flatMap(([, path]) => {
    const href = (path ?? '').replaceAll('&amp;', '&');
    const member = members.members.get(decodeURIComponent(href.slice(traits.path.length)));
    if (fault?.kind === 'multiget-omit' && href.includes(fault.of)) return [];
    if (member === undefined || (fault?.kind === 'multiget-404' && href.includes(fault.of)))
      return [failed(href, 404)];
    const properties =
      memberProperties(member, fault?.kind !== 'no-etag') + memberData(member, traits.addressBook);
    return [found(hrefOf(traits, member.name), properties)];
  });
  return xml(multistatus(responses));
}

function uidQuery(scene: Scene, asked: Asked): Answer {
  const uid = /text-match[^>]*>([^<]*)</.exec(asked.body)?.[1] ?? '';
  const matching = [...scene.members.members.values()].filter(({ body }) =>
    escape(body).includes(`UID:${uid}`),
  );
  return xml(multistatus(matching.map((member) => listing(scene, member))));
}

function memberRequest({ traits, members, fault }: Scene, asked: Asked, name: string): Answer {
  const member = members.members.get(name);
  const type = { 'content-type': `text/${traits.addressBook ? 'vcard' : 'calendar'}; charset=utf-8` };
  if (asked.method === 'PROPFIND') {
    return member === undefined
      ? empty(404)
      : xml(multistatus([found(asked.path, memberProperties(member, true))]));
  }
  if (asked.method === 'GET') {
    if (member === undefined) return empty(404);
    const etag: Record<string, string> = fault?.kind === 'no-etag' ? {} : { etag: member.etag };
    return { status: 200, headers: { ...type, ...etag }, body: member.body };
  }
  if (asked.method !== 'PUT' && asked.method !== 'DELETE') return empty(405);
  const condition = asked.headers['if-match'];
  if (asked.headers['if-none-match'] === '*' && member !== undefined) return empty(412);
  if (condition !== undefined && (member === undefined || (condition !== '*' && condition !== member.etag))) {
    return empty(asked.method === 'DELETE' && member === undefined ? 404 : 412);
  }
  if (asked.method === 'DELETE') return empty(members.remove(name) ? 204 : 404);
  const taken = holderOfUid(members, asked.body, name);
  if (taken !== null) {
    const error = `<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><c:no-uid-conflict><d:href>${escape(hrefOf(traits, taken))}</d:href></c:no-uid-conflict></d:error>`;
    return { ...xml(error), status: 409 };
  }
  const target = fault?.kind === 'rename' ? fault.to : name;
  const written = members.put(
    target,
    fault?.kind === 'rewrite-body' ? fault.rewrite(asked.body) : asked.body,
  );
  return {
    status: member === undefined ? 201 : 204,
    headers: {
      ...(isSilent(fault) ? {} : { etag: written.etag }),
      ...(target === name ? {} : { location: hrefOf(traits, target) }),
    },
    body: '',
  };
}

function isSilent(fault: Fault | null): boolean {
  return fault?.kind === 'no-etag' || (fault?.kind === 'rewrite-body' && fault.withoutEtag === true);
}

function holderOfUid(members: MemoryCollection, body: string, name: string): string | null {
  const uid = /^UID:(.+?)\r?$/m.exec(body)?.[1];
  if (uid === undefined) return null;
  const holder = [...members.members.values()].find((one) => /^UID:(.+?)\r?$/m.exec(one.body)?.[1] === uid);
  return holder === undefined || holder.name === name ? null : holder.name;
}

function describe({ traits, members }: Scene): string {
  return found(traits.path, collectionProperties(traits, members, `${tokenPrefix}${members.revision}`));
}

function listing({ traits, fault }: Scene, member: Member): string {
  return found(hrefOf(traits, member.name), memberProperties(member, fault?.kind !== 'no-etag'));
}

function hrefOf(traits: CollectionTraits, name: string): string {
  return traits.path + encodeURIComponent(name);
}

function xml(body: string): Answer {
  return { status: 207, headers: { 'content-type': 'application/xml; charset=utf-8' }, body };
}

function empty(status: number): Answer {
  return { status, headers: {}, body: '' };
}

const tokenPrefix = 'http://example.org/ns/sync/';
