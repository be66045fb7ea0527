import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** 3 200 octets that it does not announce, few deletions at a time, local times, a small id space. */
export const siemensS55: PhoneModel = {
  name: 'siemens-s55',
  manufacturer: 'SIEMENS',
  model: 'S55',
  userAgent: 'SIEMENS,S55',
  deviceUri: 'IMEI:000000000000055',
  version: '1.0',
  encoding: 'wbxml',
  maxMsgSize: null,
  httpBuffer: 3_200,
  maxGuidSize: 8,
  maxObjSize: null,
  maxId: 1_000,
  utc: false,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: './addressbook', target: './card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: './events', target: './cal', properties: eventProperties },
  },
  rules: { crlf: true, maxDeletes: 95, noServerCtCap: true, noRespUri: true },
};
