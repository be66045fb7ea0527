import { contentTypes } from '@anchorage/model';
import type { ContentFormat, CtCap, DevInf, DevInfDatastore, DevInfProperty } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { profileFor } from './profile-for.ts';
import type { KnownDevice } from './profile-for.ts';

const format = (type: string, version = ''): ContentFormat => ({ type, version });
const property = (name: string, more: Partial<DevInfProperty> = {}): DevInfProperty => ({
  name,
  values: [],
  params: [],
  ...more,
});
const ctCap = (type: string, properties: readonly (DevInfProperty | string)[]): CtCap => ({
  type,
  version: '',
  properties: properties.map((one) => (typeof one === 'string' ? property(one) : one)),
});
const begin = (...values: readonly string[]): DevInfProperty => property('BEGIN', { values });
const store = (
  sourceRef: string,
  rx: readonly string[],
  more: Partial<DevInfDatastore> = {},
): DevInfDatastore => {
  const [preferred = format(''), ...others] = rx.map((type) => format(type));
  return {
    sourceRef,
    rxPref: preferred,
    rx: others,
    txPref: preferred,
    tx: others,
    ctCaps: [],
    syncTypes: [1, 2],
    ...more,
  };
};
const devInf = (datastores: readonly DevInfDatastore[], more: Partial<DevInf> = {}): DevInf => ({
  verDtd: '1.2',
  man: 'Kestrel Mobile',
  mod: 'K220',
  devId: 'IMEI:000000000000001',
  devTyp: 'phone',
  utc: false,
  supportLargeObjs: false,
  supportNumberOfChanges: false,
  datastores,
  ext: [],
  ...more,
});
const known = (info: DevInf | null, more: Partial<KnownDevice> = {}) =>
  profileFor({
    devInf: info,
    userAgent: null,
    deviceUri: 'IMEI:000000000000001',
    timeZone: 'Europe/Zurich',
    ...more,
  });

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

describe('rules', () => {
  it.each([
    [
      'Nokia',
      'Nokia 6131',
      null,
      ['all', 'nokia', 'nokia-s40-size'],
      { maxMsgSizeShare: 0.7, declaredSizeOffset: 1, replaysMaps: false },
    ],
    ['NOKIA', 'N73', null, ['all', 'nokia', 'nokia-s60'], { maxMsgSizeShare: 0.7, replaysMaps: true }],
    ['Nokia', '7610', null, ['all', 'nokia', 'nokia-s60', 'nokia-s60-2nd'], {}],
    ['Nokia', 'N900', null, ['all', 'nokia', 'nokia-n900', 'nokia-s60'], { sendRespUri: false }],
    [
      'Sony Ericsson',
      'K610i',
      null,
      ['all', 'sony-ericsson', 'sony-ericsson-k610'],
      { maxMsgSizeCap: 4_500 },
    ],
    ['Ericsson', 'T68i', null, ['all', 'sony-ericsson', 'ericsson-t68'], { sendRespUri: false }],
    [
      'Motorola CE, Copyright 2004',
      'V3xx',
      null,
      ['all', 'motorola', 'motorola-v3xx'],
      { maxMsgSizeCap: 6_000 },
    ],
    [
      'SIEMENS',
      'S55',
      null,
      ['all', 'siemens', 'siemens-local'],
      { maxDeletesPerMessage: 95, maxMsgSizeCap: 3_200 },
    ],
    ['Kestrel', 'K220', null, ['all'], { maxMsgSizeShare: 0.9, maxMsgSizeCap: null }],
  ])('%s %s', (man, mod, userAgent, rules, settings) => {
    const profile = known(devInf([], { man, mod }), { userAgent });
    expect(profile.rules).toEqual(rules);
    expect(profile).toMatchObject(settings);
  });

  it.each([
    ['Nokia SyncML HTTP Client', 'nokia-s60'],
    ['S60 SyncML HTTP Client', 'nokia-s60'],
    ['Nokia6131/2.0', 'nokia-s40-size'],
    ['SIEMENS,S55', 'siemens-local'],
    ['SonyEricssonP910i', 'sony-ericsson-uiq'],
  ])('apply from the first message on by User-Agent: %s', (userAgent, rule) => {
    expect(known(null, { userAgent }).rules).toContain(rule);
  });

  it.each([
    ['fwm-000000000000006', { rules: ['all', 'funambol-handheld'], cdata: true }],
    ['fbb-000000000000008', { rules: ['all', 'funambol-handheld'], cdata: true }],
    ['fol-000000000000007', { rules: ['all', 'funambol-outlook'], cdata: false, omitsLastStatuses: true }],
  ])('apply by the kind of device id: %s', (deviceUri, settings) => {
    expect(known(null, { deviceUri })).toMatchObject(settings);
  });

  it.each([
    ['P800', true],
    ['P900', true],
    ['P990i', undefined],
    ['K610i', undefined],
  ])('one Status for a whole Sync: %s', (mod, wanted) => {
    expect(known(devInf([], { man: 'Sony Ericsson', mod })).oneStatusPerSync).toBe(wanted);
  });

  it('force or forbid UTC (DS-081, DS-082)', () => {
    const utc = (mod: string, said: boolean) =>
      known(devInf([], { man: 'Nokia', mod, utc: said })).datastores.cal?.capabilities.utc;
    expect([utc('E71', true), utc('E71', false), utc('7610', true), utc('7210c', false)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('of this device win', () => {
    const profile = known(devInf([store('card', ['text/vcard'])], { man: 'Nokia', mod: 'E71' }), {
      overrides: {
        maxMsgSizeShare: 1,
        formats: { contact: contentTypes.vcard21 },
        largeObjects: true,
        ignoreCtCap: true,
        challenge: 'mac',
        busySignal: 'busy',
        retryLater: 'header',
      },
    });
    expect(profile).toMatchObject({
      rules: ['all', 'nokia', 'nokia-s60', 'this-device'],
      maxMsgSizeShare: 1,
      supportsLargeObjects: true,
      challenge: 'mac',
      busySignal: 'busy',
      retryLater: 'header',
      datastores: { card: { capabilities: { contentType: 'text/x-vcard' } } },
    });
    expect(known(devInf([])).busySignal).toBeUndefined();
  });

  it('take the phone’s own size of a GUID where it names one (DS-097)', () => {
    const size = (maxGuidSize: number) =>
      known(devInf([store('card', ['text/vcard'], { maxGuidSize })])).datastores.card?.maxGuidSize;
    expect([size(2), size(64), size(0)]).toEqual([2, 64, 8]);
  });
});
