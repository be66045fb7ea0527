/**
 * A message as it may be logged: names of elements, codes, numbers and the size of everything else. No address, name,
 * identifier of an item, credential or data gets through, since only values of a known harmless form are let through.
 */
import type { Dialect, Message } from './message.ts';
import { encodeUtf8 } from './octets.ts';
import type { Element } from './tree.ts';
import { writeMessage } from './write/message.ts';

/** Plain JSON: elements as objects (lists where one repeats), `"5"` for a value shown, `"#12"` for one of 12 octets. */
export function redact(message: Message): unknown {
  const commands = message.commands.slice(0, shownCommands);
  const root = writeMessage({ ...message, commands }, dialect);
  const omitted = message.commands.length - commands.length;
  return { SyncML: redactElement(root, ''), ...(omitted > 0 ? { omittedCommands: omitted } : {}) };
}

type Redacted = string | true | { [name: string]: Redacted | Redacted[] };

function redactElement(element: Element, parent: string): Redacted {
  if (element.name === 'DevInf') return `#${countElements(element)} elements`;
  const elements = element.children.filter((child) => child.kind === 'element');
  if (elements.length === 0) return redactContent(element, parent);
  const result: { [name: string]: Redacted | Redacted[] } = {};
  for (const child of elements) {
    const value = redactElement(child, element.name);
    const earlier = result[child.name];
    if (earlier === undefined) result[child.name] = value;
    else if (Array.isArray(earlier)) {
      if (earlier.length < shownCommands) earlier.push(value);
    } else result[child.name] = [earlier, value];
  }
  return result;
}

function redactContent(element: Element, parent: string): Redacted {
  let text = '';
  let size = 0;
  for (const child of element.children) {
    if (child.kind === 'text') {
      text += child.text;
      size += encodeUtf8(child.text).length;
    } else if (child.kind === 'octets') size += child.octets.length;
  }
  if (size === 0) return true;
  const harmless = element.name === 'Data' ? dataForms[parent] : forms[element.name];
  return harmless?.test(text) === true ? text : `#${size}`;
}

function countElements(element: Element): number {
  return element.children.reduce(
    (sum, child) => sum + (child.kind === 'element' ? countElements(child) : 0),
    1,
  );
}

const shownCommands = 50;
/** The widest: every element there is, and octets that need not be UTF-8. */
const dialect: Dialect = {
  encoding: 'wbxml',
  version: '1.2',
  wbxmlVersion: 2,
  publicId: 'numeric',
  cdata: false,
};

const number = /^\d{1,12}$/;
const code = /^\d{1,4}$/;
const mediaType = /^(?:syncml:[a-z0-9-]{1,30}|(?:application|text|image)\/[a-z0-9.+-]{1,60})$/i;

/** `Data` is a code in these two, and anything at all elsewhere. */
const dataForms: Readonly<Record<string, RegExp>> = { Status: code, Alert: code };

const forms: Readonly<Record<string, RegExp>> = {
  VerDTD: /^\d\.\d(?:\.\d)?$/,
  VerProto: /^(?:SyncML|DM)\/\d\.\d$/,
  MsgID: /^\d{1,6}$/,
  CmdID: /^\d{1,6}$/,
  MsgRef: /^\d{1,6}$/,
  CmdRef: /^\d{1,6}$/,
  Cmd: /^(?:SyncHdr|Add|Alert|Atomic|Copy|Delete|Exec|Get|Map|Move|Put|Replace|Results|Search|Sequence|Status|Sync)$/,
  NumberOfChanges: number,
  Size: number,
  MaxMsgSize: number,
  MaxObjSize: number,
  FreeMem: number,
  FreeID: number,
  Type: mediaType,
  Format: /^(?:chr|b64|bin|bool|int|node|null|xml|date|time|float)$/,
  FilterType: /^(?:EX|IN)CLUSIVE$/,
};
