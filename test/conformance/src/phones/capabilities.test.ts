/** What a phone says it can hold, followed from its DevInf to the items it gets, and back without loss. */
import { createPhone } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import type { DevInf, DevInfProperty } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card30, event20 } from './texts.ts';

let world: PhoneWorld;
beforeEach(async () => {
  world = await createPhoneWorld();
});
afterEach(() => world.close());

function phone(devInf: (plain: DevInf) => DevInf): Phone {
  const { url, username, password } = world;
  return createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' }, cal: { type: 'text/x-vcalendar' } },
    devInf,
  });
}

/** The plain phone, but for what it says of one property of its contacts. */
function limiting(name: string, limits: Partial<DevInfProperty>): (plain: DevInf) => DevInf {
  const limit = (property: DevInfProperty): DevInfProperty =>
    property.name === name ? { ...property, ...limits } : property;
  return (plain) => ({
    ...plain,
    datastores: plain.datastores.map((datastore) => ({
      ...datastore,
      ctCaps: datastore.ctCaps.map((ctCap) => ({ ...ctCap, properties: ctCap.properties.map(limit) })),
    })),
  });
}

function onlyItem(holder: Phone, datastore: 'card' | 'cal'): readonly [string, string] {
  const [only, ...others] = holder.items(datastore);
  if (only === undefined || others.length > 0) throw new Error('one item expected');
  return only;
}

const valuesOf = (text: string, name: string): readonly string[] =>
  text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => new RegExp(`^${name}[;:]`).test(line))
    .map((line) => line.slice(line.indexOf(':') + 1));

describe('times', () => {
  it.each([
    ['without the UTC flag are local (DS-081)', false, '20260214T120000', '20260214T130000'],
    ['with the UTC flag are in UTC (DS-082)', true, '20260214T110000Z', '20260214T120000Z'],
  ])('of an event for a phone %s', async (_, utc, start, end) => {
    const holder = phone((plain) => ({ ...plain, utc }));
    world.cloudPut('calendar', 'c.ics', event20('Concert', '20260214'));
    await holder.sync();
    const [luid, text] = onlyItem(holder, 'cal');
    expect([valuesOf(text, 'DTSTART'), valuesOf(text, 'DTEND')]).toEqual([[start], [end]]);

    // Its own times are read the same way, and an unchanged one is no change.
    holder.replace('cal', luid, text.replace('Concert', 'Recital'));
    await holder.sync();
    const [renamed] = await world.delivered('calendar');
    expect(valuesOf(renamed ?? '', 'SUMMARY')).toEqual(['Recital']);
    expect(valuesOf(renamed ?? '', 'DTSTART')).toEqual(['20260214T110000Z']);
    holder.replace('cal', luid, text.replace(start, start.replace('T1', 'T0')));
    await holder.sync();
    const [moved] = await world.delivered('calendar');
    expect(valuesOf(moved ?? '', 'DTSTART')).toEqual(['20260214T010000Z']);
  });
});

describe('limits of a property', () => {
  const numbers = ['1', '2', '3', '4', '5'].map((digit) => `+1 555 010${digit}`);
  const five = card30(
    'Many',
    numbers[0] ?? '',
    ...numbers.slice(1).map((number) => `TEL;TYPE=HOME:${number}`),
  );

  it('MaxOccur: of five numbers three are sent, and five stay (DS-083)', async () => {
    const holder = phone(limiting('TEL', { maxOccur: 3 }));
    world.cloudPut('contacts', 'm.vcf', five);
    await holder.sync();
    const [luid, text] = onlyItem(holder, 'card');
    expect(valuesOf(text, 'TEL')).toHaveLength(3);
    expect(numbers).toEqual(expect.arrayContaining([...valuesOf(text, 'TEL')]));

    const shown = valuesOf(text, 'TEL')[0] ?? '';
    holder.replace('card', luid, text.replace(shown, '+1 555 0199'));
    await holder.sync();
    const [kept] = await world.delivered('contacts');
    const expected = [...numbers.filter((number) => number !== shown), '+1 555 0199'];
    expect(valuesOf(kept ?? '', 'TEL').toSorted()).toEqual(expected.toSorted());
    expect(valuesOf(onlyItem(holder, 'card')[1], 'TEL')).toHaveLength(3);
  });

  it.each([
    ['is cut at its 20 characters', {}, ['Remember the milk an']],
    ['with NoTruncate is not sent at all', { noTruncate: true }, []],
  ])('MaxSize: a long note %s, and stays whole (DS-084)', async (_, more, shown) => {
    const holder = phone(limiting('NOTE', { maxSize: 20, ...more }));
    const note = 'Remember the milk and the bread';
    world.cloudPut('contacts', 'n.vcf', card30('Note', '+1 555 0120', `NOTE:${note}`));
    await holder.sync();
    const [luid, text] = onlyItem(holder, 'card');
    expect(valuesOf(text, 'NOTE')).toEqual(shown);

    holder.replace('card', luid, text.replace('0120', '0121'));
    await holder.sync();
    const [kept] = await world.delivered('contacts');
    expect(valuesOf(kept ?? '', 'NOTE')).toEqual([note]);
    expect(valuesOf(kept ?? '', 'TEL')).toEqual(['+1 555 0121']);
  });
});
