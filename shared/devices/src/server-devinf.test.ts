import { contentTypes, filterable } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { serverDevInf } from './server-devinf.ts';
import type { OfferedDatastore } from './server-devinf.ts';

const server = {
  deviceId: 'sync.example.org',
  manufacturer: 'Anchorage',
  model: 'Gateway',
  version: '1.0.0',
};
const offer = (more: Partial<OfferedDatastore> = {}): OfferedDatastore => ({
  name: 'card',
  displayName: 'Contacts',
  sourceRef: './Contacts',
  readOnly: false,
  contentType: null,
  ...more,
});

describe('serverDevInf', () => {
  it.each(['1.0', '1.1', '1.2'] as const)('for %s', (version) => {
    const info = serverDevInf({ version, server, ctCaps: true, filters: true, datastores: [offer()] });
    expect(info).toMatchObject({
      verDtd: version,
      devTyp: 'server',
      devId: 'sync.example.org',
      utc: version !== '1.0',
      supportLargeObjs: version !== '1.0',
      supportNumberOfChanges: version !== '1.0',
    });
    expect(info.datastores[0]).not.toHaveProperty('maxGuidSize');
  });

  it('prefers the format that the phone gets, and lists properties of that only (DS-086)', () => {
    const [datastore] = serverDevInf({
      version: '1.2',
      server,
      ctCaps: true,
      filters: true,
      datastores: [offer({ contentType: contentTypes.vcard30 })],
    }).datastores;
    expect(datastore).toMatchObject({
      sourceRef: './Contacts',
      rxPref: { type: 'text/vcard', version: '3.0' },
      rx: [{ type: 'text/x-vcard', version: '2.1' }],
      syncTypes: [1, 2, 3, 4, 5, 6, 7],
    });
    expect(datastore?.ctCaps.map((ctCap) => ctCap.type)).toEqual(['text/vcard']);
    expect(datastore?.ctCaps[0]?.properties.every((property) => property.params.length === 0)).toBe(true);
  });

  it('says what a read-only datastore can do, and leaves CTCap out when told', () => {
    const [card, note] = serverDevInf({
      version: '1.1',
      server,
      ctCaps: false,
      filters: false,
      datastores: [offer({ readOnly: true }), offer({ name: 'note', sourceRef: 'note' })],
    }).datastores;
    expect(card).toMatchObject({ ctCaps: [], syncTypes: [1, 2, 5, 6] });
    expect(note).toMatchObject({ rxPref: { type: 'text/plain', version: '1.0' }, rx: [] });
  });

  it('tells events from tasks', () => {
    const infos = serverDevInf({
      version: '1.2',
      server,
      ctCaps: true,
      filters: true,
      datastores: [offer({ name: 'cal' }), offer({ name: 'task' })],
    }).datastores.map((datastore) => datastore.ctCaps[0]?.properties[0]?.values);
    expect(infos).toEqual([
      ['VCALENDAR', 'VEVENT'],
      ['VCALENDAR', 'VTODO'],
    ]);
  });

  it('tells of both where the phone keeps them in one', () => {
    const [cal] = serverDevInf({
      version: '1.2',
      server,
      ctCaps: true,
      filters: true,
      datastores: [offer({ name: 'cal', kinds: ['event', 'task'] })],
    }).datastores;
    const told = cal?.ctCaps.map(({ properties }) => [
      properties[0]?.values,
      properties.some(({ name }) => name === 'DUE'),
    ]);
    expect(told).toEqual([
      [['VCALENDAR', 'VEVENT'], false],
      [['VCALENDAR', 'VTODO'], true],
    ]);
  });

  it('offers filters to 1.2 clients, and exactly those it carries out (DS-154)', () => {
    const datastores = [offer(), offer({ name: 'cal' }), offer({ name: 'task' }), offer({ name: 'note' })];
    const filters = (version: '1.1' | '1.2', filtersToo: boolean) =>
      serverDevInf({ version, server, ctCaps: true, filters: filtersToo, datastores }).datastores.map(
        ({ filterRx, filterCaps }) => [filterRx, filterCaps],
      );
    const cgi = { type: 'syncml:filtertype-cgi', version: '1.0' };
    const offers = filters('1.2', true);
    expect(offers.map(([rx]) => rx)).toEqual([[cgi], [cgi], [cgi], undefined]);
    expect(offers.slice(0, 3).map(([, caps]) => caps)).toEqual([
      [{ ...cgi, keywords: ['GROUP'], properties: filterable.contact.properties }],
      [{ ...cgi, keywords: ['SINCE', 'BEFORE', 'GROUP'], properties: filterable.event.properties }],
      [{ ...cgi, keywords: ['SINCE', 'BEFORE', 'GROUP'], properties: filterable.task.properties }],
    ]);
    const none = Array.from({ length: 4 }, () => [undefined, undefined]);
    expect([filters('1.1', true), filters('1.2', false)]).toEqual([none, none]);
  });
});
