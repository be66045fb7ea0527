import { contentTypes } from '@anchorage/model';
import type { DevInf, DevInfProperty } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import type { KnownDevice } from './profile-for.ts';
import { begin, ctCap, devInf, known, property, store } from './testing/devinf.ts';

describe('a phone nothing is known of', () => {
  it('gets the oldest formats and the usual properties', () => {
    const profile = known(null);
    expect(profile).toMatchObject({
      rules: ['all'],
      supportsLargeObjects: false,
      supportsNumberOfChanges: false,
      sendRespUri: true,
      datastores: {
        card: {
          source: null,
          maxGuidSize: 8,
          capabilities: { kind: 'contact', contentType: 'text/x-vcard', utc: false },
        },
        cal: { capabilities: { kind: 'event', contentType: 'text/x-vcalendar', timeZone: 'Europe/Zurich' } },
        task: { capabilities: { kind: 'task', contentType: 'text/x-vcalendar' } },
        note: { capabilities: { kind: 'note', contentType: 'text/plain' } },
      },
    });
    expect(Object.keys(profile.datastores.card?.capabilities.properties ?? {})).toEqual(
      expect.arrayContaining(['N', 'TEL', 'BDAY']),
    );
    expect(profile.datastores.note?.capabilities.properties).toBeUndefined();
  });
});

describe('formats', () => {
  it.each([
    ['prefers 3.0', ['text/vcard', 'text/x-vcard'], contentTypes.vcard30],
    ['prefers 2.1', ['text/x-vcard', 'text/vcard'], contentTypes.vcard21],
    ['prefers what we cannot write', ['text/x-s4j-sifc', 'text/vcard'], contentTypes.vcard30],
    ['3.0 under its old name', ['text/directory;profile=vCard'], contentTypes.vcard30],
    ['capital letters', ['Text/X-vCard'], contentTypes.vcard21],
  ])('of contacts: %s', (_, rx, type) => {
    expect(known(devInf([store('card', rx)])).datastores.card).toMatchObject({
      source: 'card',
      capabilities: { contentType: type },
    });
  });

  it('SyncEvolution gets vCard 3.0 and iCalendar 2.0, or the old ones when it says so', () => {
    const all = ['VCALENDAR', 'VTODO', 'VEVENT', 'VJOURNAL'];
    const modern = devInf(
      [
        store('./cal', ['text/calendar', 'text/x-vcalendar'], {
          ctCaps: [ctCap('text/calendar', [begin(...all), 'SUMMARY', 'DTSTART', 'RRULE', 'TRIGGER'])],
        }),
        store('./card', ['text/vcard', 'text/x-vcard'], {
          ctCaps: [ctCap('text/vcard', ['N', 'TEL', 'PHOTO', 'X-*'])],
        }),
        store('./note', ['text/plain', 'text/plain']),
        store('./task', ['text/calendar', 'text/x-vcalendar'], {
          ctCaps: [ctCap('text/calendar', [begin(...all), 'SUMMARY', 'DUE'])],
        }),
      ],
      {
        man: 'Patrick Ohly',
        mod: 'SyncEvolution',
        utc: true,
        supportLargeObjs: true,
        supportNumberOfChanges: true,
      },
    );
    const profile = known(modern, { userAgent: 'SyncEvolution' });
    expect(profile).toMatchObject({
      rules: ['all', 'syncevolution'],
      supportsLargeObjects: true,
      supportsNumberOfChanges: true,
      datastores: {
        card: {
          source: './card',
          capabilities: { contentType: 'text/vcard', utc: true, maxPhoto: 2_000_000 },
        },
        cal: { source: './cal', capabilities: { contentType: 'text/calendar' } },
        task: { source: './task', capabilities: { contentType: 'text/calendar' } },
        note: { source: './note', capabilities: { contentType: 'text/plain' } },
      },
    });
    expect(Object.keys(profile.datastores.card?.capabilities.properties ?? {})).toEqual([
      'N',
      'TEL',
      'PHOTO',
    ]);
    const old = devInf([
      store('./cal', ['text/x-vcalendar']),
      store('./card', ['text/x-vcard']),
      store('./task', ['text/x-vcalendar']),
    ]);
    expect(known(old).datastores).toMatchObject({
      card: { capabilities: { contentType: 'text/x-vcard' } },
      cal: { source: './cal', capabilities: { contentType: 'text/x-vcalendar' } },
      task: { source: './task', capabilities: { contentType: 'text/x-vcalendar' } },
    });
  });
});

describe('which datastore is which', () => {
  it('by content where the name says nothing', () => {
    const profile = known(
      devInf([
        store('./dev-a', ['text/x-vcard']),
        store('./dev-b', ['text/x-vcalendar'], {
          ctCaps: [ctCap('text/x-vcalendar', [begin('VCALENDAR', 'VTODO'), 'DUE'])],
        }),
        store('./dev-c', ['text/x-vcalendar'], {
          ctCaps: [ctCap('text/x-vcalendar', [begin('VCALENDAR', 'VEVENT'), 'DTSTART'])],
        }),
        store('./dev-d', ['text/x-vnote']),
      ]),
    );
    expect(Object.values(profile.datastores).map((one) => one.source)).toEqual([
      './dev-a',
      './dev-c',
      './dev-b',
      './dev-d',
    ]);
  });

  it('events and tasks in one (Nokia)', () => {
    const profile = known(
      devInf([
        store('./C/Calendar', ['text/x-vcalendar'], {
          ctCaps: [
            ctCap('text/x-vcalendar', [begin('VCALENDAR', 'VEVENT'), 'DTSTART', 'AALARM']),
            ctCap('text/x-vcalendar', [begin('VCALENDAR', 'VTODO'), 'DUE', 'STATUS']),
          ],
        }),
      ]),
    );
    expect(profile.datastores.cal?.source).toBe('./C/Calendar');
    expect(profile.datastores.task).toMatchObject({ source: './C/Calendar', within: 'cal' });
    expect(profile.datastores.cal?.within).toBeUndefined();
    expect(Object.keys(profile.datastores.cal?.capabilities.properties ?? {})).toEqual(['DTSTART', 'AALARM']);
    expect(Object.keys(profile.datastores.task?.capabilities.properties ?? {})).toEqual(['DUE', 'STATUS']);
  });

  it('a name that lies about its content is not believed', () => {
    expect(known(devInf([store('contacts', ['text/x-vcalendar'])])).datastores.card?.source).toBeNull();
  });
});

describe('properties', () => {
  const card = (
    properties: readonly (DevInfProperty | string)[],
    more: Partial<KnownDevice> = {},
    info: Partial<DevInf> = {},
  ) =>
    known(
      devInf([store('card', ['text/x-vcard'], { ctCaps: [ctCap('text/x-vcard', properties)] })], info),
      more,
    ).datastores.card?.capabilities;

  it('carry their limits (DS-083, DS-084)', () => {
    expect(
      card([
        'VERSION',
        'N',
        property('TEL', {
          maxOccur: 5,
          maxSize: 48,
          noTruncate: true,
          params: [{ name: 'TYPE', values: ['CELL', 'VOICE,HOME', 'FAX,WORK'] }],
        }),
        property('note', { maxSize: 1_000 }),
        property('TITLE', { maxSize: 0, maxOccur: 0 }),
        property('EMAIL', {
          params: [
            { name: 'INTERNET', values: [] },
            { name: 'CHARSET', values: ['UTF-8'] },
          ],
        }),
        property('PHOTO', { maxSize: 4_000, params: [{ name: 'TYPE', values: ['JPEG'] }] }),
      ]),
    ).toMatchObject({
      properties: {
        N: {},
        TEL: { maxOccur: 5, maxSize: 48, noTruncate: true, types: ['CELL', 'VOICE', 'HOME', 'FAX', 'WORK'] },
        NOTE: { maxSize: 1_000 },
        TITLE: {},
        EMAIL: { types: ['INTERNET'] },
        PHOTO: { types: ['JPEG'] },
      },
      maxPhoto: 3_000,
    });
  });

  it.each([
    ['no list', []],
    ['a list without N', ['TEL', 'EMAIL']],
    ['nothing but the frame', [begin('VCARD'), 'END', 'VERSION']],
  ])('%s: the usual ones', (_, properties) => {
    expect(Object.keys(card(properties)?.properties ?? {})).toContain('BDAY');
  });

  it('made-up sizes of S60 are ignored', () => {
    const sized = card(['N', property('PHOTO', { maxSize: 256 })], {}, { man: 'NOKIA', mod: 'E71' });
    expect(sized?.properties).toEqual({ N: {}, PHOTO: {} });
    expect(sized?.maxPhoto).toBe(20_480);
  });
});
