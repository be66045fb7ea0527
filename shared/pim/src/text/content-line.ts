/**
 * The syntax that vCard and vCalendar/iCalendar share: components made of content lines. Two dialects occur:
 *
 * - `legacy`: vCard 2.1 and vCalendar 1.0: bare parameters, quoted-printable, charsets, `\;` as the only escape;
 * - `modern`: vCard 3.0/4.0 and iCalendar 2.0 (RFC 2426, 6350, 5545): folding, quoted parameters, `\n \, \; \\`.
 *
 * Nothing here knows what a property means.
 */
export type Dialect = 'legacy' | 'modern';

export interface Parameter {
  /** Upper case. A bare parameter of 2.1 has been given its name: ENCODING, VALUE or TYPE. */
  readonly name: string;
  readonly values: readonly string[];
}

export interface ContentLine {
  /** `item1` of `item1.TEL`, as written. */
  readonly group?: string;
  /** Upper case. Empty for a line of a modern text that is no content line: kept for its `source` only. */
  readonly name: string;
  readonly params: readonly Parameter[];
  /**
   * Quoted-printable and charset are decoded (line breaks are LF), backslash escapes are not: see `values.ts`.
   * Of a base64 value the base64 text without white space.
   */
  readonly value: string;
  /** The value came in quoted-printable, or is to be written so in the legacy dialect whatever it holds. */
  readonly quotedPrintable?: boolean;
  /** The unfolded line as it stood in the text. Present on lines that were read: `writeModern` writes it verbatim. */
  readonly source?: string;
}

export interface Component {
  /** Upper case: VCARD, VCALENDAR, VEVENT, ... */
  readonly name: string;
  readonly lines: readonly ContentLine[];
  readonly components: readonly Component[];
}

/** What was found in one text. */
export interface ContentText {
  readonly dialect: Dialect;
  /** Value of the first VERSION line; empty when there is none. */
  readonly version: string;
  /** Top-level components in order; empty when the text holds none. */
  readonly components: readonly Component[];
}

/** First line of that name, or undefined. */
export function lineOf(component: Component, name: string): ContentLine | undefined {
  return component.lines.find((line) => line.name === name);
}

/** All lines of that name, in order. */
export function linesOf(component: Component, name: string): readonly ContentLine[] {
  return component.lines.filter((line) => line.name === name);
}

/** All values of all parameters of that name, in order. */
export function paramValues(line: ContentLine, name: string): readonly string[] {
  return line.params.flatMap((param) => (param.name === name ? param.values : []));
}

/** First value of a parameter, or undefined. */
export function paramValue(line: ContentLine, name: string): string | undefined {
  return paramValues(line, name)[0];
}
