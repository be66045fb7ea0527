import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** Funambol's plug-in for Windows Mobile, which reads XML by searching for tags. */
export const windowsMobile: PhoneModel = {
  name: 'windows-mobile',
  manufacturer: 'Example',
  model: 'Pocket plug-in',
  userAgent: 'Pocket sync plug-in/6',
  deviceUri: 'fwm-000000000000006',
  version: '1.0',
  encoding: 'xml',
  maxMsgSize: 16_000,
  httpBuffer: 16_000,
  maxGuidSize: 32,
  maxObjSize: null,
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'contact', target: 'card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'calendar', target: 'cal', properties: eventProperties },
  },
  habits: { cdata: true, finalWithNext: true },
  rules: { noNamespace: true, itemData: 'cdata', challengeInOrder: true },
};
