import type { PhoneModel } from './phone-model.ts';
import { allSyncTypes, eventProperties } from './properties.ts';

/** S40 3rd edition: wants a Size of one octet more, ends the session at an error status that carries an item. */
export const nokia6131: PhoneModel = {
  name: 'nokia-6131',
  manufacturer: 'NOKIA',
  model: 'Nokia 6131',
  userAgent: 'Nokia6131/2.0',
  deviceUri: 'IMEI:000000000006131',
  version: '1.1',
  encoding: 'wbxml',
  maxMsgSize: 5_000,
  httpBuffer: 5_000,
  maxGuidSize: 8,
  maxObjSize: 50_000,
  declaredSizeExtra: 1,
  utc: true,
  syncTypes: allSyncTypes,
  datastores: {
    card: {
      type: 'text/x-vcard',
      source: '/telecom/pb.vcf',
      target: './card',
      properties: ['N', 'TEL', 'EMAIL', 'ADR', 'NOTE', 'URL', 'PHOTO'],
    },
    cal: {
      type: 'text/x-vcalendar',
      source: '/telecom/cal.vcs',
      target: './cal',
      properties: eventProperties,
    },
  },
  rules: {
    crlf: true,
    noItemInServerErrors: true,
    noXParameters: true,
    plainServerCtCap: true,
    datastoresAsAlerted: true,
    maxTel: 5,
  },
};
