import { allSyncTypes, eventProperties } from './properties.ts';

/**
 * S60's own client copies a reply into a buffer of 10 000 octets, inflates what is packed, and packs what it sends to a
 * server that says it can read that.
 */
export const s60 = {
  manufacturer: 'NOKIA',
  encoding: 'wbxml',
  version: '1.2',
  maxMsgSize: 10_000,
  httpBuffer: 10_000,
  maxGuidSize: 8,
  maxObjSize: 200_000,
  utc: true,
  syncTypes: allSyncTypes,
  headers: { 'accept-encoding': 'deflate' },
  habits: { replaceLostByAdd: true },
  datastores: {
    card: {
      type: 'text/x-vcard',
      source: './C:Contacts.cdb',
      target: 'card',
      properties: ['N', 'FN', 'TEL', 'EMAIL', 'ADR', 'ORG', 'TITLE', 'NOTE', 'URL', 'BDAY', 'PHOTO'],
    },
    cal: { type: 'text/x-vcalendar', source: './C:Calendar', target: 'cal', properties: eventProperties },
  },
  rules: { crlf: true, noXParameters: true, plainServerCtCap: true, datastoresAsAlerted: true },
} as const;
