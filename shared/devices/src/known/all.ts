import type { DeviceSettings } from '../rule.ts';

/** Every phone, before anything is known of it. */
export const all: DeviceSettings = {
  defaultMaxMsgSize: { xml: 10_000, wbxml: 5_000 },
  maxMsgSizeShare: 0.9,
  maxMsgSizeCap: null,
  replyDeadline: 15_000,
  sendRespUri: true,
  completeFromClientOnly: false,
  cdata: false,
  maxObjSize: null,
  allDay: 'midnight',
  rruleCount: 'intervals',
  quotedPrintable: true,
  charset: 'UTF-8',
  maxPhoto: 32_768,
  // What S60 takes, the smallest of the widespread ones.
  maxGuidSize: 8,
};
