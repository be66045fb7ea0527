/** A phone whose only calendar holds its tasks too, and says so in its DevInf. */
import { createPhone } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import type { DevInf } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { event10, event20, task10, task20 } from './texts.ts';

let world: PhoneWorld;
let phone: Phone;
beforeEach(async () => {
  world = await createPhoneWorld();
  const { url, username, password } = world;
  phone = createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000044',
    datastores: { cal: { type: 'text/x-vcalendar', source: './C:Calendar' } },
    devInf: holdingBoth,
  });
});
afterEach(() => world.close());

it('gets and gives both kinds through its calendar, each into its own collection', async () => {
  world.cloudPut('calendar', 'c.ics', event20('Concert', '20260214'));
  world.cloudPut('tasks', 't.ics', task20('Taxes', '20260301'));
  phone.add('cal', event10('Breakfast', '20260210'));
  phone.add('cal', task10('Bread', '20260211'));
  expect((await phone.sync()).outcome).toBe('finished');
  expect(titles(phone)).toEqual(['Bread', 'Breakfast', 'Concert', 'Taxes']);
  expect(titlesOf(await world.delivered('calendar'))).toEqual(['Breakfast', 'Concert']);
  expect(titlesOf(await world.delivered('tasks'))).toEqual(['Bread', 'Taxes']);
  expect(componentsOf(await world.delivered('tasks'))).toEqual(['VTODO', 'VTODO']);
});

it('edits and deletes reach the kind they are of, and a slow sync doubles nothing', async () => {
  // The same words on the same day: still a meeting and a task.
  world.cloudPut('calendar', 'c.ics', event20('Taxes', '20260301'));
  world.cloudPut('tasks', 't.ics', task20('Taxes', '20260301'));
  world.cloudPut('tasks', 'b.ics', task20('Bread', '20260302'));
  await phone.sync();
  const taxes = luidOf('VTODO', 'Taxes');
  phone.replace(
    'cal',
    taxes,
    (phone.items('cal').get(taxes) ?? '').replace('SUMMARY:Taxes', 'SUMMARY:Money'),
  );
  phone.delete('cal', luidOf('VTODO', 'Bread'));
  await phone.sync();
  expect(titlesOf(await world.delivered('tasks'))).toEqual(['Money']);
  expect(titlesOf(await world.delivered('calendar'))).toEqual(['Taxes']);
  world.cloudPut('tasks', 'w.ics', task20('Walk', '20260303'));
  const slow = await phone.sync({ type: 201 });
  expect(slow.datastores['cal']?.received).toEqual({ add: 1, replace: 0, delete: 0 });
  expect(titles(phone)).toEqual(['Money', 'Taxes', 'Walk']);
  expect(titlesOf(await world.delivered('tasks'))).toEqual(['Money', 'Walk']);
  expect(titlesOf(await world.delivered('calendar'))).toEqual(['Taxes']);
});

function holdingBoth(plain: DevInf): DevInf {
  const named = (name: string, values: readonly string[] = []) => ({ name, values, params: [] });
  const properties = ['SUMMARY', 'DTSTART', 'DTEND', 'DUE', 'STATUS', 'COMPLETED', 'PRIORITY'];
  return {
    ...plain,
    datastores: plain.datastores.map((datastore) => ({
      ...datastore,
      ctCaps: datastore.ctCaps.map((ctCap) => ({
        ...ctCap,
        properties: [
          named('BEGIN', ['VCALENDAR', 'VEVENT', 'VTODO']),
          ...properties.map((name) => named(name)),
        ],
      })),
    })),
  };
}

function luidOf(component: string, title: string): string {
  const found = [...phone.items('cal')].find(
    ([, text]) => text.includes(`BEGIN:${component}`) && text.includes(`SUMMARY:${title}`),
  );
  return found?.[0] ?? '';
}

function titles(of: Phone): readonly string[] {
  return titlesOf([...of.items('cal').values()]);
}

function titlesOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => /^SUMMARY[^:]*:(.*?)\r?$/m.exec(text)?.[1] ?? '').toSorted();
}

function componentsOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => /BEGIN:(VEVENT|VTODO)/.exec(text)?.[1] ?? '');
}
