/** A contact as one phone should have it. */
import type { PhoneCapabilities } from '@anchorage/model';
import type { PhoneImage } from '../contract.ts';
import type { ContentLine } from '../text/content-line.ts';
import { writeLegacy, writeModern } from '../text/write-text.ts';
import { firstLine } from './line.ts';
import { readBody, type Card } from './card.ts';
import type { Limits, Property, Target } from './entry.ts';
import { fitAll, type Fitted, type FittedList } from './fit.ts';
import { capabilityOf, phoneName, phoneVersion, propertiesFor } from './properties.ts';

/**
 * vCard 2.1 or 3.0, by `capabilities.contentType`. Left out: what the phone does not list, pictures above `maxPhoto`,
 * values beyond MaxOccur, values that must not or cannot be cut. Cut: texts beyond MaxSize.
 */
export function imageOf(body: string, capabilities: PhoneCapabilities): PhoneImage {
  const card = readBody(body);
  const version = phoneVersion(capabilities);
  const lines: ContentLine[] = [{ name: 'VERSION', params: [], value: version }];
  const withheld: string[] = [];
  const uid = firstLine(card, 'UID');
  if (uid !== undefined && capabilities.properties?.['UID'] !== undefined)
    lines.push({ name: 'UID', params: [], value: uid.value });
  for (const property of propertiesFor(capabilities)) {
    const name = phoneName(property, capabilities);
    const { fitted, lossy } = fittedBody(card, property, capabilities);
    if (lossy || (name === undefined && property.read(card, 'body').length > 0)) withheld.push(property.name);
    if (name === undefined) continue;
    const types = capabilityOf(property, capabilities)?.types;
    const target: Target = { forPhone: true, version, name, ...(types === undefined ? {} : { types }) };
    lines.push(...phoneLines(property, fitted, target));
  }
  const vcard = { name: 'VCARD', lines, components: [] };
  const view = version === '2.1' ? writeLegacy(vcard, capabilities) : writeModern(vcard);
  return { view, contentType: capabilities.contentType, withheld };
}

/** The body's values of a property as the phone gets them; none when it does not get the property at all. */
export function fittedBody(card: Card, property: Property, capabilities: PhoneCapabilities): FittedList {
  if (phoneName(property, capabilities) === undefined) return { fitted: [], lossy: false };
  return fitAll(property, property.read(card, 'body'), limitsOf(property, capabilities));
}

/** Values of a view, each beside what the phone can hold of it. Nothing is left out. */
export function fittedView(
  card: Card,
  property: Property,
  capabilities: PhoneCapabilities,
): readonly Fitted[] {
  const limits = limitsOf(property, capabilities);
  return property.read(card, 'phone').map((full) => ({ shown: property.fit(full, limits) ?? full, full }));
}

export function limitsOf(property: Property, capabilities: PhoneCapabilities): Limits {
  return {
    capability: capabilityOf(property, capabilities) ?? {},
    charset: phoneVersion(capabilities) === '2.1' ? capabilities.charset : 'UTF-8',
    maxPhoto: capabilities.maxPhoto,
  };
}

function phoneLines(property: Property, fitted: readonly Fitted[], target: Target): readonly ContentLine[] {
  const entries = fitted.map(({ shown }) => shown);
  if (property.name === 'N' && entries.length === 0) return [{ name: 'N', params: [], value: ';;;;' }];
  if (entries.length === 0) return [];
  if (property.writeAll !== undefined) return [property.writeAll(entries, target)];
  return entries.map((entry) => property.write(entry, target));
}
