/** Phones that ask for a part of what there is, through the real front and connector. */
import { createPhone } from '@anchorage/kit';
import type { DatastoreReport, Phone, PhoneFilter, SyncRequest } from '@anchorage/kit';
import type { DatastoreName } from '@anchorage/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30, event10, event20 } from './texts.ts';

let world: PhoneWorld;
let phone: Phone;
beforeEach(async () => {
  world = await createPhoneWorld();
  const { url, username, password } = world;
  phone = createPhone({
    url,
    username,
    password,
    deviceUri: 'IMEI:000000000000051',
    datastores: {
      card: { type: 'text/x-vcard', source: './C:Contacts' },
      cal: { type: 'text/x-vcalendar', source: './C:Calendar' },
    },
    devInf: (plain) => ({
      ...plain,
      datastores: plain.datastores.map((store) => ({
        ...store,
        ctCaps: [
          {
            ...store.rxPref,
            properties: (store.rxPref.type === 'text/x-vcard' ? cardProperties : eventProperties).map(
              (name) => ({ name, values: [], params: [] }),
            ),
          },
        ],
      })),
    }),
  });
});
afterEach(() => world.close());

const work = { record: 'GROUP&EQ;Work' };
const since = (day: string): PhoneFilter => ({ record: `SINCE&EQ;${day}T000000Z`, type: 'INCLUSIVE' });
const nothing = { add: 0, replace: 0, delete: 0 };

describe('an exclusive filter by group', () => {
  beforeEach(async () => {
    inGroup('Adler', 'Work');
    inGroup('Berg', 'Work');
    inGroup('Clay', 'Home');
    await sync('card');
  });

  it('takes known items outside off the phone, sends what is inside, and leaves the cloud alone (DS-151)', async () => {
    inGroup('Dorn', 'Home');
    inGroup('Eder', 'Work');
    const report = await sync('card', { filters: { card: work } });
    expect(report).toMatchObject({ alertStatus: 200, finished: true });
    expect(report.received).toEqual({ add: 1, replace: 0, delete: 1 });
    expect(names('card')).toEqual(['Adler', 'Berg', 'Eder']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Dorn', 'Eder']);
    expect((await sync('card', { filters: { card: work } })).received).toEqual(nothing);
  });

  it('brings all back without doubles when it is dropped', async () => {
    await sync('card', { filters: { card: work } });
    const report = await sync('card');
    expect(report.received).toEqual({ add: 1, replace: 0, delete: 0 });
    expect((await sync('card')).received).toEqual(nothing);
    expect((await sync('card', { type: 201 })).received).toEqual(nothing);
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('moves items in and out as they change', async () => {
    await sync('card', { filters: { card: work } });
    inGroup('Clay', 'Work');
    inGroup('Adler', 'Home');
    expect((await sync('card', { filters: { card: work } })).received).toEqual({
      add: 1,
      replace: 0,
      delete: 1,
    });
    expect(names('card')).toEqual(['Berg', 'Clay']);
    expect((await sync('card', { filters: { card: { record: 'GROUP&NE;Work' } } })).received).toEqual({
      add: 1,
      replace: 0,
      delete: 2,
    });
    expect(names('card')).toEqual(['Adler']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('keeps in the cloud what the phone has outside of its own', async () => {
    phone.add('card', card21('Fuchs', '+1 555 0199'));
    const report = await sync('card', { filters: { card: work } });
    expect(report.sent.add).toBe(1);
    expect(names('card')).toEqual(['Adler', 'Berg']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    await sync('card');
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
  });

  it.each([1, 2, 3, 4, 5])('loses nothing to a phone that vanished after message %i', async (message) => {
    await sync('card', { filters: { card: work }, vanishAfter: message });
    await sync('card');
    // Where its Delete had arrived and nobody heard of it, a Replace finds it gone: then it is added.
    await sync('card');
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it.each([3, 4, 5])(
    'loses nothing when a Delete is settled and the rest is not, after message %i',
    async (message) => {
      for (let at = 0; at < 80; at += 1) inGroup(`Many${at}`, 'Work', `+1 555 ${2000 + at}`);
      const broken = await phone.sync({
        datastores: ['card'],
        filters: { card: work },
        vanishAfter: message,
      });
      expect([broken.outcome, names('card').includes('Clay')]).toEqual(['vanished', false]);
      await sync('card');
      await sync('card');
      expect(names('card')).toHaveLength(83);
      expect(names('card')).toContain('Clay');
    },
  );

  it('does not take for a deletion that a phone tells it has deleted what we took off it', async () => {
    const luid = luidOf('card', 'Clay');
    // The phone carries the Delete out, and is gone before its Status could be.
    await sync('card', { filters: { card: work }, vanishBeforeReplyTo: 3 });
    await sync('card', { filters: { card: work }, vanishAfter: 2 });
    if (phone.items('card').has(luid)) phone.delete('card', luid);
    await sync('card', { filters: { card: work } });
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
    await sync('card');
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('still deletes in the cloud what the phone’s owner deletes', async () => {
    await sync('card', { filters: { card: work } });
    phone.delete('card', luidOf('card', 'Adler'));
    await sync('card', { filters: { card: work } });
    expect(await inCloud('contacts')).toEqual(['Berg', 'Clay']);
  });

  it.each([
    [201, ['Adler', 'Berg']],
    [204, ['Adler', 'Berg']],
    [205, ['Adler', 'Berg']],
  ])('holds in a sync of type %i', async (type, left) => {
    await sync('card', { filters: { card: work }, type });
    expect(names('card')).toEqual(left);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
    await sync('card');
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect((await sync('card', { type: 201 })).received).toEqual(nothing);
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('does not let a refresh from the phone delete what is outside', async () => {
    await sync('card', { filters: { card: work } });
    phone.add('card', card21('Fuchs', '+1 555 0199'));
    expect(await sync('card', { filters: { card: work }, type: 203 })).toMatchObject({ finished: true });
    expect(await inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    await sync('card');
    expect(names('card')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
  });
});

describe('an inclusive filter by date', () => {
  it('adds nothing from outside, and goes on updating what the phone has (DS-152)', async () => {
    world.cloudPut('calendar', 'old.ics', event20('Old', '20251120'));
    world.cloudPut('calendar', 'new.ics', event20('New', '20260120'));
    await sync('cal');
    world.cloudPut('calendar', 'older.ics', event20('Older', '20251110'));
    world.cloudPut('calendar', 'old.ics', event20('Old', '20251121'));
    world.cloudPut('calendar', 'next.ics', event20('Next', '20260301'));
    const report = await sync('cal', { filters: { cal: since('20260101') } });
    expect(report.received).toEqual({ add: 1, replace: 1, delete: 0 });
    expect(names('cal')).toEqual(['New', 'Next', 'Old']);
    expect([...phone.items('cal').values()].join('')).toContain('20251121');
    world.cloudRemove('calendar', 'old.ics');
    expect((await sync('cal', { filters: { cal: since('20260101') } })).received).toEqual({
      ...nothing,
      delete: 1,
    });
    expect((await sync('cal', { filters: { cal: since('20251101') } })).received).toEqual({
      ...nothing,
      add: 1,
    });
    expect(names('cal')).toEqual(['New', 'Next', 'Older']);
  });

  it('takes the phone’s own changes, inside and outside', async () => {
    world.cloudPut('calendar', 'old.ics', event20('Old', '20251120'));
    await sync('cal');
    phone.replace('cal', luidOf('cal', 'Old'), event10('Moved', '20251125'));
    phone.add('cal', event10('Past', '20251001'));
    await sync('cal', { filters: { cal: since('20260101') } });
    expect(await inCloud('calendar')).toEqual(['Moved', 'Past']);
    expect(names('cal')).toEqual(['Moved', 'Past']);
    phone.delete('cal', luidOf('cal', 'Past'));
    await sync('cal', { filters: { cal: since('20260101') } });
    expect(await inCloud('calendar')).toEqual(['Moved']);
  });
});

describe('a field filter', () => {
  const fields = { filters: { card: { fields: ['N', 'TEL'] } } };
  const berg = (number: string) => card30('Berg', number, 'NOTE:Calls late', 'TITLE:Roofer');

  it('narrows what is sent in one session, and the phone’s edits never delete what it left out (DS-153)', async () => {
    world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await sync('card');
    expect(onPhone()).toContain('Calls late');
    world.cloudPut('contacts', 'b.vcf', berg('+1 555 0161'));
    await sync('card', fields);
    expect(onPhone()).toContain('0161');
    expect(onPhone()).not.toContain('Calls late');
    const luid = luidOf('card', 'Berg');
    phone.replace('card', luid, onPhone().replace('0161', '0162'));
    const report = await sync('card');
    expect(report.received).toEqual({ ...nothing, replace: 1 });
    const [body = ''] = await world.delivered('contacts');
    expect(body).toContain('0162');
    expect(body).toContain('NOTE:Calls late');
    expect(body).toContain('TITLE:Roofer');
    expect(onPhone()).toContain('Calls late');
    expect((await sync('card')).received).toEqual(nothing);
  });

  it('sends nothing for it alone, and believes what the phone leaves out to be there', async () => {
    world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await sync('card');
    const luid = luidOf('card', 'Berg');
    const whole = onPhone();
    // A phone that sends what its filter names, and keeps the rest.
    phone.replace('card', luid, card21('Berg', '+1 555 0163').replace('Anna', 'Bert'));
    expect((await sync('card', fields)).received).toEqual(nothing);
    const [body = ''] = await world.delivered('contacts');
    expect(body).toContain('0163');
    expect(body).toContain('NOTE:Calls late');
    phone.replace('card', luid, whole.replace('0160', '0164').replace('Calls late', 'Calls early'));
    await sync('card', fields);
    const [edited = ''] = await world.delivered('contacts');
    expect(edited).toContain('0164');
    expect(edited).toContain('NOTE:Calls early');
  });

  it('adds without the rest, which comes when the filter is dropped', async () => {
    await sync('card', fields);
    world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await sync('card', fields);
    expect(onPhone()).not.toContain('Roofer');
    expect((await sync('card')).received).toEqual({ ...nothing, replace: 1 });
    expect(onPhone()).toContain('Roofer');
  });
});

describe('the window its owner set', () => {
  beforeEach(async () => {
    await setWindow('cal', { back: 14, forward: 60 });
    world.cloudPut('calendar', 'a.ics', event20('Autumn', '20251101'));
    world.cloudPut('calendar', 'j.ics', event20('January', '20260110'));
    world.cloudPut('calendar', 's.ics', event20('Summer', '20260701'));
    await sync('cal');
  });

  it('keeps a phone to its days, and the cloud has everything', async () => {
    expect(names('cal')).toEqual(['January']);
    expect(await inCloud('calendar')).toEqual(['Autumn', 'January', 'Summer']);
    await setWindow('cal', null);
    await sync('cal');
    expect(names('cal')).toEqual(['Autumn', 'January', 'Summer']);
  });

  it('goes along with time: what gets old leaves the phone alone, what comes near comes', async () => {
    world.passDays(30);
    expect((await sync('cal')).received).toEqual({ ...nothing, delete: 1 });
    expect(names('cal')).toEqual([]);
    world.passDays(120);
    expect((await sync('cal')).received).toEqual({ ...nothing, add: 1 });
    expect(names('cal')).toEqual(['Summer']);
    expect(await inCloud('calendar')).toEqual(['Autumn', 'January', 'Summer']);
  });

  it('keeps an old item of the phone’s own in the cloud', async () => {
    phone.add('cal', event10('Memory', '20190501'));
    await sync('cal');
    expect(await inCloud('calendar')).toEqual(['Autumn', 'January', 'Memory', 'Summer']);
    expect(names('cal')).toEqual(['January']);
    expect((await sync('cal')).received).toEqual(nothing);
  });

  it('gives way to days behind the datastore’s name', async () => {
    const targets = { cal: './calendar/dr(-100,30)' };
    expect((await sync('cal', { targets })).received).toEqual({ ...nothing, add: 1 });
    expect(names('cal')).toEqual(['Autumn', 'January']);
  });

  it('does not reach a phone’s contacts', async () => {
    await setWindow('card', { back: 1, forward: 1 });
    inGroup('Adler', 'Work');
    await sync('card');
    expect(names('card')).toEqual(['Adler']);
  });
});

describe('a filter that cannot be carried out', () => {
  it.each([
    ['no expression (DS-155)', { record: '(GROUP&EQ;Work' }, 422],
    ['a property nobody can tell', { record: 'PHOTO&EQ;x' }, 406],
    ['another FilterType (DS-150)', { record: 'GROUP&EQ;Work', type: 'X' }, 406],
  ])('is refused, and nothing happens: %s', async (_, filter, status) => {
    inGroup('Adler', 'Work');
    await sync('card');
    const report = await sync('card', { filters: { card: filter } });
    expect(report).toMatchObject({ alertStatus: status, finished: false });
    expect(names('card')).toEqual(['Adler']);
  });
});

async function sync(datastore: 'card' | 'cal', request: SyncRequest = {}): Promise<DatastoreReport> {
  const report = await phone.sync({ datastores: [datastore], ...request });
  const part = report.datastores[datastore];
  if (part === undefined) throw new Error(`no report of ${datastore}`);
  return part;
}

/** As another client of the cloud writes. */
function inGroup(family: string, group: string, number = '+1 555 0100'): void {
  world.cloudPut('contacts', `${family}.vcf`, card30(family, number, `CATEGORIES:${group}`));
}

async function setWindow(
  name: DatastoreName,
  window: { readonly back: number; readonly forward: number } | null,
): Promise<void> {
  const { store, accountId, deviceId } = world;
  const datastores = await store.datastores.ofDevice(accountId, deviceId);
  const datastore = datastores.find((one) => one.name === name);
  if (datastore === undefined) throw new Error(`no datastore ${name}`);
  await store.datastores.setWindow(accountId, datastore.id, window);
}

function names(datastore: 'card' | 'cal'): readonly string[] {
  return namesOf([...phone.items(datastore).values()]);
}

async function inCloud(collection: 'contacts' | 'calendar'): Promise<readonly string[]> {
  return namesOf(await world.delivered(collection));
}

function namesOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => /^(?:N|SUMMARY)(?:;[^:]*)?:([^;\r\n]*)/m.exec(text)?.[1] ?? '').toSorted();
}

function onPhone(): string {
  return [...phone.items('card').values()].join('');
}

function luidOf(datastore: 'card' | 'cal', name: string): string {
  return [...phone.items(datastore)].find(([, text]) => text.includes(name))?.[0] ?? '';
}

const cardProperties = ['N', 'FN', 'TEL', 'NOTE', 'TITLE', 'CATEGORIES'];
const eventProperties = ['SUMMARY', 'DTSTART', 'DTEND', 'RRULE', 'EXDATE', 'DESCRIPTION'];
