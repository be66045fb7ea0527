import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** Funambol's plug-in for BlackBerry: ends every message that asks for more, and maps when everything is over. */
export const funambolBlackberry: PhoneModel = {
  name: 'funambol-blackberry',
  manufacturer: 'Example',
  model: 'Handheld plug-in',
  userAgent: 'Handheld sync plug-in/8',
  deviceUri: 'fbb-000000000000008',
  version: '1.1',
  encoding: 'xml',
  maxMsgSize: 16_000,
  httpBuffer: 16_000,
  maxGuidSize: 32,
  maxObjSize: 64_000,
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'contact', target: 'scard', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'event', target: 'scal', properties: eventProperties },
  },
  habits: { cdata: true, finalWithNext: true, mapWhen: 'after-final' },
  rules: { itemData: 'cdata', challengeInOrder: true },
};
