import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** SyncML 1.0 in XML, whose root element must not have a namespace; a RespURI leads it astray. */
export const ericssonT68i: PhoneModel = {
  name: 'ericsson-t68i',
  manufacturer: 'Sony Ericsson',
  model: 'T68i',
  userAgent: 'SonyEricssonT68i/R1',
  deviceUri: 'IMEI:000000000000068',
  version: '1.0',
  encoding: 'xml',
  maxMsgSize: 6_000,
  httpBuffer: 6_000,
  maxGuidSize: 16,
  maxObjSize: null,
  charset: 'ISO-8859-1',
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'Phonebook', target: 'card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'Calendar', target: 'cal', properties: eventProperties },
  },
  rules: { crlf: true, noNamespace: true, noRespUri: true, challengeInOrder: true },
};
