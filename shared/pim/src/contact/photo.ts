/** PHOTO, LOGO and KEY: base64 in 2.1 and 3.0, data: URIs in 4.0 (vCard 2.1 2.2.3, RFC 2426 3.1.4, RFC 6350 6.2.4). */
import { base64Length } from '../text/base64.ts';
import { paramValue, type ContentLine } from '../text/content-line.ts';
import { readText } from '../text/values.ts';
import type { Card } from './card.ts';
import type { Entry, Property, Target } from './entry.ts';
import { filledLines } from './line.ts';

export const photo: Property = binaryProperty('PHOTO', ['2.1', '3.0', '4.0'], true);
export const logo: Property = binaryProperty('LOGO', [], true);
export const key: Property = binaryProperty('KEY', [], false);

/** Values of an entry: base64 text, then the format (`JPEG`, may be empty). */
function binaryProperty(name: string, sentUnasked: Property['sentUnasked'], picture: boolean): Property {
  return {
    name,
    phoneNames: [name],
    multiple: false,
    indivisible: true,
    sentUnasked,
    read: (card) =>
      filledLines(card, [name]).flatMap((line) => {
        const data = dataOf(line, card);
        return data === undefined ? [] : [{ ...data, types: [], pref: false, line }];
      }),
    // Never cut; a picture of a format the phone does not list is withheld too.
    fit: (entry, limits) => {
      const [base64 = '', format = ''] = entry.values;
      const size = base64Length(base64);
      const { maxSize, types } = limits.capability;
      const room = Math.min(
        picture ? limits.maxPhoto : maxOther,
        maxSize === undefined || maxSize <= 0 ? Infinity : maxSize,
      );
      if (size > room) return undefined;
      return types !== undefined && types.length > 0 && format !== '' && !types.includes(format)
        ? undefined
        : entry;
    },
    keys: (entry) => [(entry.values[0] ?? '').replace(/=+$/, '')],
    write: (entry, target, old) => binaryLine(entry, target, old, picture),
    // A link to a picture is neither sent nor touched.
    silent: (card) => {
      const lines = filledLines(card, [name]);
      return lines.length > 0 && lines.every((line) => dataOf(line, card) === undefined);
    },
  };
}

function dataOf(line: ContentLine, card: Card): Pick<Entry, 'values'> | undefined {
  const encoding = paramValue(line, 'ENCODING')?.toUpperCase();
  if (encoding === 'BASE64' || encoding === 'B') {
    const base64 = line.value.replace(/[^A-Za-z0-9+/=]+/g, '');
    return base64 === '' ? undefined : { values: [base64, formatOf(paramValue(line, 'TYPE') ?? '')] };
  }
  // Nextcloud's contacts have been seen with the comma of the data: URI escaped.
  const match = /^data:([^;,]*)[^,]{0,200},/i.exec(line.value.slice(0, 400).replaceAll('\\', ''));
  if (match === null || !/;base64,$/i.test(match[0])) return undefined;
  const base64 = readText(line, card.dialect)
    .slice(match[0].length)
    .replace(/[^A-Za-z0-9+/=]+/g, '');
  return base64 === '' ? undefined : { values: [base64, formatOf(match[1] ?? '')] };
}

/** `image/jpeg` (Funambol) and `jpg` are JPEG. */
function formatOf(type: string): string {
  const format = type.replace(/^.*\//, '').toUpperCase();
  return format === 'JPG' ? 'JPEG' : format;
}

function binaryLine(
  entry: Entry,
  target: Target,
  old: ContentLine | undefined,
  picture: boolean,
): ContentLine {
  const [base64 = '', format = ''] = entry.values;
  const group = old?.group === undefined || target.forPhone ? {} : { group: old.group };
  const kept = target.forPhone ? [] : (old?.params ?? []).filter((param) => !described.has(param.name));
  if (target.version === '4.0') {
    const media = picture
      ? `image/${format === '' ? 'jpeg' : format.toLowerCase()}`
      : 'application/octet-stream';
    return { ...group, name: target.name, params: kept, value: `data:${media};base64,${base64}` };
  }
  const types = target.types !== undefined && !target.types.includes(format) ? [] : [format];
  const params = [
    { name: 'ENCODING', values: [target.version === '2.1' ? 'BASE64' : 'b'] },
    ...types.filter((type) => type !== '').map((type) => ({ name: 'TYPE', values: [type] })),
    ...kept,
  ];
  return { ...group, name: target.name, params, value: base64 };
}

const described = new Set(['ENCODING', 'TYPE', 'VALUE', 'MEDIATYPE', 'CHARSET']);
const maxOther = 16 * 1024;
