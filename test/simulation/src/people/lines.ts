/** Lines of vCard and iCalendar texts, looked at with nothing of the product's own. */

/** Folded lines made whole: RFC 5545, 3.1; RFC 2425, 5.8.1; soft line breaks of RFC 2045, 6.7. */
export function unfolded(text: string): string {
  const whole = text.replaceAll(/\r?\n[ \t]/g, '');
  return whole.includes('QUOTED-PRINTABLE') ? whole.replaceAll(/=\r?\n/g, '') : whole;
}

/** The first value of a property, its parameters and group left out; '' when there is none. */
export function valueOf(text: string, property: string): string {
  return valuesOf(text, property)[0] ?? '';
}

/** The values of all its lines, read as `valueOf` reads the first. */
export function valuesOf(text: string, property: string): readonly string[] {
  const line = new RegExp(`^(?:[\\w-]+\\.)?${property}(?:;[^:\\r\\n]*)?:(.*?)\\r?$`, 'gim');
  return [...unfolded(text).matchAll(line)].map(([, value]) => plain(value ?? ''));
}

/** The text with this property's first line replaced, or put before the last END of `component`. */
export function withValue(text: string, property: string, line: string, component: string): string {
  const whole = unfolded(text);
  const old = new RegExp(`^(?:[\\w-]+\\.)?${property}(?:;[^:\\r\\n]*)?:.*\\r?\\n`, 'im');
  if (old.test(whole)) return whole.replace(old, `${line}\r\n`);
  return whole.replace(new RegExp(`^END:${component}\\r?\\n`, 'im'), `${line}\r\nEND:${component}\r\n`);
}

export function joined(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

/** Quoted-printable that our own plain values never need, and backslashes before them. */
function plain(value: string): string {
  return value
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\n|\r\n/gi, '\n')
    .replaceAll(/\\([,;\\])/g, '$1');
}
