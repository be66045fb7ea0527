import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** UIQ 2: temporary GUIDs of four octets, local times, no patience for a Status for each of its items. */
export const sonyEricssonP900: PhoneModel = {
  name: 'sony-ericsson-p900',
  manufacturer: 'Sony Ericsson',
  model: 'P900',
  userAgent: 'SonyEricssonP900/R1 Symbian SyncMLClient',
  deviceUri: 'IMEI:000000000000900',
  version: '1.1',
  encoding: 'wbxml',
  maxMsgSize: 10_000,
  httpBuffer: 10_000,
  maxGuidSize: 4,
  maxObjSize: null,
  charset: 'ISO-8859-1',
  utc: false,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'Contact/Unfiled', target: 'card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'Agenda', target: 'cal', properties: eventProperties },
  },
  habits: { oneStatusPerSync: true },
  rules: { crlf: true, noItemStatuses: true },
};
