/**
 * What a phone writes behind our datastore's name: an expression after `?`, or options between slashes, the way the
 * clients of Synthesis do:
 *
 * - `/dr(-14,90)`: from 14 days ago to 90 days ahead;
 * - `/li(20000)`: nothing above that many octets;
 * - `/fi(expression)`: a filter.
 *
 * Options nobody knows, and a `?` followed by no expression (`calendar?TODO`), are part of the name.
 */

export interface NameOptions {
  /** Expressions of the CGI grammar. */
  readonly expressions: readonly string[];
  /** Days from today, both counted. */
  readonly days: readonly { readonly from: number; readonly to: number }[];
  /** Octets. */
  readonly most: number | null;
}

/** Null for options that cannot be read: 422. */
export function readNameOptions(uri: string): NameOptions | null {
  const expressions: string[] = [];
  const days: { from: number; to: number }[] = [];
  let most: number | null = null;
  const query = uri.indexOf('?');
  const path = query < 0 ? uri : uri.slice(0, query);
  if (query >= 0) {
    const expression = expressionOf(uri.slice(query + 1));
    if (expression !== null) expressions.push(expression);
  }
  for (let at = 0; ;) {
    const opening = /\/(dr|li|fi)\(/gi;
    opening.lastIndex = at;
    const found = opening.exec(path);
    if (found === null) return { expressions, days, most };
    const end = closing(path, opening.lastIndex);
    if (end < 0) return null;
    const argument = path.slice(opening.lastIndex, end);
    const option = found[1]?.toLowerCase();
    if (option === 'fi') expressions.push(argument);
    else if (option === 'dr') {
      const [, from = '', to = ''] = /^\s*([+-]?\d{1,5})\s*,\s*([+-]?\d{1,5})\s*$/.exec(argument) ?? [];
      if (from === '' || Number(from) > Number(to)) return null;
      days.push({ from: Number(from), to: Number(to) });
    } else {
      if (!/^\s*\d{1,9}\s*$/.test(argument)) return null;
      most = Number(argument);
    }
    at = end;
  }
}

/** `?GROUP&EQ;Work` is one; `?start=20260101` is what some clients of Horde write. */
function expressionOf(query: string): string | null {
  const start = /^start=(\d{8})$/i.exec(query);
  if (start !== null) return `SINCE&EQ;${start[1] ?? ''}`;
  return /&[a-z]+;/i.test(query) ? query : null;
}

/** Where the parenthesis before `from` closes, or -1. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
