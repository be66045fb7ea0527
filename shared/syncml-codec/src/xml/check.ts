/**
 * What fast-xml-parser 5.12 and its validator let pass although it is not well-formed XML, or not safe: text or a
 * second element after the root, unknown entities, control characters, `<` in attributes, internal DTD subsets,
 * unbounded depth. One pass over the markup; tag nesting is the validator's business.
 */
import { CodecError } from '../error.ts';
import type { CodecLimits } from '../limits.ts';
import { assertReferences, resolveReferences } from './references.ts';

/**
 * `xml` is the document with one character per octet. Throws CodecError. With `trailing` anything may follow the root;
 * the length of the document up to the end of its root is returned.
 */
export function checkMarkup(xml: string, limits: CodecLimits, trailing: boolean): number {
  let at = 0;
  let depth = 0;
  let elements = 0;
  let doctype = false;
  for (;;) {
    const open = xml.indexOf('<', at);
    checkText(xml.slice(at, open < 0 ? xml.length : open), depth);
    if (open < 0) break;
    if (xml.startsWith('<!--', open)) {
      at = behind(xml, '-->', open + 4);
    } else if (xml.startsWith('<![CDATA[', open)) {
      if (depth === 0) throw malformed('CDATA outside the document element');
      at = behind(xml, ']]>', open + 9);
      checkCharacters(xml.slice(open, at));
    } else if (xml.startsWith('<?', open)) {
      at = behind(xml, '?>', open + 2);
    } else if (xml.startsWith('<!', open)) {
      if (doctype || elements > 0) throw malformed('declaration inside the document');
      doctype = true;
      at = behindDoctype(xml, open);
    } else {
      const tag = tagAt(xml, open);
      at = open + tag.length;
      if (tag.closing) depth--;
      else {
        if (depth === 0 && elements > 0) throw malformed('second document element');
        if (++elements > limits.elements) throw new CodecError('too-many', 'elements over the limit');
        if (!tag.empty) depth++;
        if (depth > limits.depth) throw new CodecError('too-deep', `elements nested over ${limits.depth}`);
      }
      if (depth < 0) throw malformed('end tag without start');
      if (depth === 0 && trailing) return at;
    }
  }
  if (elements === 0 || depth !== 0) throw malformed('document ends before its root does');
  return xml.length;
}

function checkText(text: string, depth: number): void {
  if (depth > 0) {
    checkCharacters(text);
    if (text.includes('&')) assertReferences(text);
  } else if (/[^ \t\r\n]/.test(text)) {
    throw malformed('text outside the document element');
  }
}

function checkCharacters(text: string): void {
  // oxlint-disable-next-line no-control-regex -- these are what XML 1.0, 2.2 excludes
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw malformed('control character');
}

interface Tag {
  readonly length: number;
  readonly closing: boolean;
  readonly empty: boolean;
}

function tagAt(xml: string, open: number): Tag {
  tagPattern.lastIndex = open;
  const [all, closing, attributes, empty] = tagPattern.exec(xml) ?? [];
  if (all === undefined) throw malformed('markup that is no tag');
  if (attributes !== undefined) {
    checkCharacters(attributes);
    if (attributes.includes('&')) {
      assertReferences(attributes);
      resolveReferences(attributes);
    }
  }
  return { length: all.length, closing: closing !== undefined, empty: empty === '/' };
}

function behindDoctype(xml: string, open: number): number {
  doctypePattern.lastIndex = open;
  const [all] = doctypePattern.exec(xml) ?? [];
  if (all === undefined) throw malformed('DOCTYPE that is more than an external identifier');
  return open + all.length;
}

function behind(xml: string, end: string, from: number): number {
  const found = xml.indexOf(end, from);
  if (found < 0) throw malformed('markup without end');
  return found + end.length;
}

function malformed(message: string): CodecError {
  return new CodecError('malformed', message);
}

/**
 * Repetitions are bounded, since each takes stack. Names are ASCII in every vocabulary read here; octets of other characters
 * are let through as name characters.
 */
const tagPattern =
  /<(?:(\/)[A-Za-z_\x80-\xff][\w.:\-\x80-\xff]*[ \t\r\n]*|[A-Za-z_\x80-\xff][\w.:\-\x80-\xff]*((?:[ \t\r\n]+[A-Za-z_\x80-\xff][\w.:\-\x80-\xff]*[ \t\r\n]*=[ \t\r\n]*(?:"[^"<]*"|'[^'<]*')){0,64})[ \t\r\n]*(\/?))>/y;

/** Name and external identifier; no internal subset, so no entities (XML 1.0, 2.8). */
const doctypePattern =
  /<!DOCTYPE[ \t\r\n]+[\w.:-]+(?:[ \t\r\n]+(?:"[^"<]*"|'[^'<]*'|PUBLIC|SYSTEM)){0,3}[ \t\r\n]*>/y;
