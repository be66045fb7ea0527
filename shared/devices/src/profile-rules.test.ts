import { contentTypes } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { devInf, known, store } from './testing/devinf.ts';

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
