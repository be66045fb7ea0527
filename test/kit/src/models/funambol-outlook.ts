import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, contactProperties, eventProperties } from './properties.ts';

/** Funambol's plug-in for Outlook: well-formed XML, and no Statuses for what came with the last message. */
export const funambolOutlook: PhoneModel = {
  name: 'funambol-outlook',
  manufacturer: 'Example',
  model: 'Desktop plug-in',
  userAgent: 'Desktop sync plug-in/7',
  deviceUri: 'fol-000000000000007',
  version: '1.1',
  encoding: 'xml',
  maxMsgSize: 16_000,
  httpBuffer: 16_000,
  maxGuidSize: 32,
  maxObjSize: null,
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: { type: 'text/x-vcard', source: 'contact', target: 'card', properties: contactProperties },
    cal: { type: 'text/x-vcalendar', source: 'appointment', target: 'cal', properties: eventProperties },
  },
  habits: { finalWithNext: true, omitsLastStatuses: true },
  rules: { itemData: 'escaped', challengeInOrder: true },
};
