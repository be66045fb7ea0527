import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** Announces more than the 6 000 octets it holds. */
export const motorolaV3xx: PhoneModel = {
  name: 'motorola-v3xx',
  manufacturer: 'Motorola',
  model: 'V3xx',
  userAgent: 'MOT-V3xx/08',
  deviceUri: 'IMEI:000000000000333',
  version: '1.1',
  encoding: 'wbxml',
  maxMsgSize: 10_000,
  httpBuffer: 6_000,
  maxGuidSize: 16,
  maxObjSize: null,
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: './contacts', target: './card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: './calendar', target: './cal', properties: eventProperties },
  },
  rules: { crlf: true },
};
