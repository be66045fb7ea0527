/** What a request's Accept-… headers allow (RFC 9110 12.4.2, 12.5.2, 12.5.3). */

/**
 * Whether a reply in UTF-8 is acceptable. Without the header anything is; a header that cannot be read counts as none.
 * SyncML HTTP Binding 1.2.1, 5.3.3: a charset that we cannot produce is answered with 406.
 */
export function acceptsUtf8(acceptCharset: string): boolean {
  const weights = weightsOf(acceptCharset);
  if (weights.size === 0) return true;
  return (weights.get('utf-8') ?? weights.get('utf8') ?? weights.get('*') ?? 0) > 0;
}

/** Whether `deflate` was named, as S60 does; a bare `*` comes from proxies and names nothing. */
export function acceptsDeflate(acceptEncoding: string): boolean {
  return (weightsOf(acceptEncoding).get('deflate') ?? 0) > 0;
}

function weightsOf(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const entry of header.slice(0, longest).split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (name === '') continue;
    const weight = parameters
      .map((part) => /^q\s*=\s*([\d.]+)$/.exec(part)?.[1])
      .find((q) => q !== undefined);
    const value = Number(weight ?? 1);
    weights.set(name.replace(/^"(.*)"$/, '$1'), Number.isNaN(value) ? 1 : value);
  }
  return weights;
}

const longest = 1_000;
