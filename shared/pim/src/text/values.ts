/**
 * Escapes inside values. `legacy` knows `\;` alone (vCard 2.1, 2.1.2); phones that mix 3.0 habits into 2.1 are
 * understood when nothing else in the value needs a literal backslash. `modern` is RFC 2426 4, RFC 6350 3.4,
 * RFC 5545 3.3.11.
 */
import type { ContentLine, Dialect } from './content-line.ts';

/** Text of an unstructured value (NOTE, SUMMARY, ...): escapes undone, line breaks as LF. */
export function readText(line: Pick<ContentLine, 'value' | 'quotedPrintable'>, dialect: Dialect): string {
  return unescape(line.value, dialect, line.quotedPrintable === true);
}

/** Value for an unstructured text; the inverse of `readText`. */
export function writeText(text: string, dialect: Dialect): string {
  const lines = text.replace(/\r\n?/g, '\n');
  // A semicolon needs no escape in an unstructured legacy value, unless it follows a literal backslash.
  if (dialect === 'legacy') return lines.replaceAll('\\;', '\\\\;');
  return escapeModern(lines);
}

/** Components of a structured value (N, ADR, ORG), separated by `;`, escapes undone. */
export function readFields(
  line: Pick<ContentLine, 'value' | 'quotedPrintable'>,
  dialect: Dialect,
): readonly string[] {
  return splitEscaped(line.value, ';', dialect).map((field) => {
    const text = unescape(field, dialect, line.quotedPrintable === true);
    // The blank that `writeField` puts behind a last backslash goes again.
    return dialect === 'legacy' ? text.replace(/\\ $/, '\\') : text;
  });
}

/** The inverse of `readFields`. */
export function writeFields(fields: readonly string[], dialect: Dialect): string {
  return fields.map((field) => writeField(field, dialect)).join(';');
}

/** Values of a list (CATEGORIES, NICKNAME): separated by `,`; in legacy by `;` or `,`. Blank ones are left out. */
export function readList(
  line: Pick<ContentLine, 'value' | 'quotedPrintable'>,
  dialect: Dialect,
): readonly string[] {
  const parts =
    dialect === 'legacy'
      ? splitEscaped(line.value, ';', dialect).flatMap((part) => splitEscaped(part, ',', dialect))
      : splitEscaped(line.value, ',', dialect);
  return parts
    .map((part) => unescape(part, dialect, line.quotedPrintable === true).trim())
    .filter((part) => part !== '');
}

/** The inverse of `readList`; legacy lists are written with `;`, in which commas inside a value cannot be told apart. */
export function writeList(values: readonly string[], dialect: Dialect): string {
  return values.map((value) => writeField(value, dialect)).join(dialect === 'legacy' ? ';' : ',');
}

/**
 * Splits at a separator that is not escaped; the parts keep their escapes. In the modern dialect `\\\\` is a pair, in
 * the legacy one a backslash right before the separator always belongs to it.
 */
export function splitEscaped(value: string, separator: string, dialect: Dialect): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '\\' && (dialect === 'modern' || value[at + 1] === separator)) {
      at += 1;
    } else if (value[at] === separator) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

function unescape(value: string, dialect: Dialect, quotedPrintable: boolean): string {
  if (!value.includes('\\')) return value;
  if (dialect === 'modern') {
    return value.replace(/\\([\\,;nN:])/g, (_match, escaped: string) =>
      escaped === 'n' || escaped === 'N' ? '\n' : escaped,
    );
  }
  const text = value.replaceAll('\\;', ';');
  // In quoted-printable a line break has its own form, so that `\n` there is a backslash and an n.
  if (quotedPrintable || /\\(?![nN,])/.test(text)) return text;
  return text.replace(/\\([nN,])/g, (_match, escaped: string) => (escaped === ',' ? ',' : '\n'));
}

function writeField(field: string, dialect: Dialect): string {
  const lines = field.replace(/\r\n?/g, '\n');
  if (dialect === 'modern') return escapeModern(lines);
  const escaped = lines.replaceAll(';', '\\;');
  // A backslash at the end would swallow the separator: legacy has no escape for it, but blanks do not count.
  return escaped.endsWith('\\') ? `${escaped} ` : escaped;
}

function escapeModern(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replaceAll('\n', '\\n');
}
