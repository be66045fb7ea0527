import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/**
 * Reads and writes ISO-8859-1 whatever a document says; its buffer holds less than it announces. As K750i, its like, it
 * wants to hear of its own Sync before there is another.
 */
export const sonyEricssonK610: PhoneModel = {
  name: 'sony-ericsson-k610',
  manufacturer: 'Sony Ericsson',
  model: 'K610i',
  userAgent: 'SonyEricssonK610i/R1',
  deviceUri: 'IMEI:000000000000610',
  version: '1.1',
  encoding: 'wbxml',
  maxMsgSize: 8_000,
  httpBuffer: 4_500,
  maxGuidSize: 64,
  maxObjSize: null,
  charset: 'ISO-8859-1',
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'Contacts', target: 'card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'Calendar', target: 'cal', properties: eventProperties },
  },
  rules: { crlf: true, syncAnsweredFirst: true },
};
