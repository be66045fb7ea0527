/**
 * What a contact says, as sorted lines that can be compared between a phone's file and a server's resource. Read with
 * ical.js and nothing of the product's own: a fault in our reader must not hide itself here.
 *
 * Left out on purpose: PRODID, REV, UID (bookkeeping), VERSION, empty values, and TYPE=VOICE, INTERNET, PREF, POSTAL,
 * PARCEL, which are defaults that every program adds or drops.
 */
import ICAL from 'ical.js';

const bookkeeping = new Set([
  'version',
  'prodid',
  'rev',
  'uid',
  'source',
  'name',
  'class',
  'x-radicale-name',
]);
const defaultTypes = new Set(['voice', 'internet', 'pref', 'postal', 'parcel', 'intl', 'dom']);
const typed = new Set(['tel', 'email', 'adr']);

export function contactFacts(text: string): readonly string[] {
  const card = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const facts = card.getAllProperties().flatMap((property) => factsOf(property));
  return [...new Set(facts)].toSorted();
}

function factsOf(property: InstanceType<typeof ICAL.Property>): readonly string[] {
  const name = property.name.replace(/^.*\./, '');
  if (bookkeeping.has(name)) return [];
  if (name === 'categories') return textsOf(property).map((text) => `categories ${text}`);
  if (name === 'photo') return photoFact(property);
  const value = textsOf(property)
    .map((text) => normalise(name, text))
    .join(';')
    .replace(/;+$/, '');
  return value === '' ? [] : [`${name}${typesOf(name, property)} ${value}`];
}

function normalise(name: string, text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').trim();
  return name === 'bday' ? plain.replaceAll('-', '').slice(0, 8) : plain;
}

function photoFact(property: InstanceType<typeof ICAL.Property>): readonly string[] {
  const base64 = textsOf(property)
    .join('')
    .replace(/^data:[^,]*,/, '')
    .replace(/\s/g, '');
  return base64 === '' ? [] : [`photo ${base64.length} ${base64.slice(0, 24)} ${base64.slice(-24)}`];
}

function typesOf(name: string, property: InstanceType<typeof ICAL.Property>): string {
  if (!typed.has(name)) return '';
  const value = property.getParameter('type') as string | string[] | undefined;
  const types = (value === undefined ? [] : [value].flat())
    .flatMap((type) => type.toLowerCase().split(','))
    .filter((type) => !defaultTypes.has(type));
  return types.length === 0 ? '' : ` (${[...new Set(types)].toSorted().join(',')})`;
}

/** All values of a property, structured ones flattened, each as text. */
function textsOf(property: InstanceType<typeof ICAL.Property>): readonly string[] {
  return property
    .getValues()
    .flatMap((value: unknown) => (Array.isArray(value) ? value.flat(2).map(String) : [String(value)]));
}
