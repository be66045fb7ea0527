/** `DAV:multistatus` (RFC 4918, 13 and 14.16): what was said about each href, only what was granted. */
import { childOf, childrenOf, malformed, namespaces, parseXml, type XmlElement } from './xml.ts';

export interface MultistatusResponse {
  /** As written, trimmed; empty if the server left it out. */
  readonly href: string;
  /** The response's own status; null if it speaks through propstats. */
  readonly status: number | null;
  /** Properties of propstats with a 2xx status, by `{namespace}name`. */
  readonly properties: ReadonlyMap<string, XmlElement>;
  readonly preconditions: readonly string[];
}

export interface Multistatus {
  readonly responses: readonly MultistatusResponse[];
  /** RFC 6578, 6.2; null if absent or empty. */
  readonly syncToken: string | null;
}

/** Reads a 207 body. Throws `malformed` for whatever is not a complete multistatus document. */
export function readMultistatus(document: string, method: string): Multistatus {
  const root = parseXml(document, method);
  if (root.namespace !== namespaces.dav || root.name !== 'multistatus')
    throw malformed(method, 'is no multistatus');
  return {
    responses: childrenOf(root, namespaces.dav, 'response').flatMap((response) =>
      readResponse(response, method),
    ),
    syncToken: childOf(root, namespaces.dav, 'sync-token')?.text.trim() || null,
  };
}

export function property(
  response: MultistatusResponse | undefined,
  namespace: string,
  name: string,
): XmlElement | undefined {
  return response?.properties.get(`{${namespace}}${name}`);
}

/** The ETag byte for byte, quotes included; empty if the server gives none. */
export function etagOf(response: MultistatusResponse): string {
  return property(response, namespaces.dav, 'getetag')?.text.trim() ?? '';
}

export function isCollection(response: MultistatusResponse): boolean {
  return (
    childOf(property(response, namespaces.dav, 'resourcetype'), namespaces.dav, 'collection') !== undefined
  );
}

function readResponse(response: XmlElement, method: string): MultistatusResponse[] {
  const properties = new Map<string, XmlElement>();
  for (const propstat of childrenOf(response, namespaces.dav, 'propstat')) {
    const status = readStatus(childOf(propstat, namespaces.dav, 'status'), method);
    if (status < 200 || status > 299) continue;
    for (const value of childOf(propstat, namespaces.dav, 'prop')?.children ?? []) {
      properties.set(`{${value.namespace}}${value.name}`, value);
    }
  }
  const own = childOf(response, namespaces.dav, 'status');
  const read = {
    status: own === undefined ? null : readStatus(own, method),
    properties,
    preconditions: childOf(response, namespaces.dav, 'error')?.children.map((child) => child.name) ?? [],
  };
  // RFC 4918, 14.24: one status may speak for several hrefs.
  const hrefs = childrenOf(response, namespaces.dav, 'href');
  return hrefs.length === 0
    ? [{ href: '', ...read }]
    : hrefs.map((href) => ({ href: href.text.trim(), ...read }));
}

function readStatus(status: XmlElement | undefined, method: string): number {
  const code = /^HTTP\/[\d.]+\s+(\d{3})(?:\s|$)/.exec(status?.text.trim() ?? '')?.[1];
  if (code === undefined) throw malformed(method, 'has no readable status');
  return Number(code);
}
