import type { DeviceRule } from '../rule.ts';

/** Ericsson and Sony Ericsson. */
export const sonyEricsson: readonly DeviceRule[] = [
  {
    // Text is ISO-8859-1 in and out even where the document is UTF-8. Nothing is known of a Map cache.
    id: 'sony-ericsson',
    when: { devInf: { man: /^(?:sony ?)?ericsson/i }, userAgent: /sony ?ericsson/i },
    set: { charset: 'ISO-8859-1', replaysMaps: false },
  },
  {
    // Cannot stand a RespURI in a reply that asks for credentials; does without one altogether.
    id: 'ericsson-t68',
    when: { devInf: { man: /ericsson/i, mod: /^T68/i }, userAgent: /ericsson ?T68/i },
    set: { sendRespUri: false },
  },
  {
    id: 'sony-ericsson-k610',
    when: { devInf: { man: /ericsson/i, mod: /^K610/i }, userAgent: /ericsson ?K610/i },
    set: { maxMsgSizeCap: 4_500 },
  },
  {
    // UIQ: no usable UTC.
    id: 'sony-ericsson-uiq',
    when: {
      devInf: { man: /ericsson/i, mod: /^(?:P[89]\d0|P1|M600|W950)/i },
      userAgent: /ericsson ?(?:P[89]\d0|P1i?|M600|W950)/i,
    },
    set: { utc: false },
  },
  {
    // P800 and P900 break when each item of a large sync has a Status of its own.
    id: 'sony-ericsson-p800',
    when: { devInf: { man: /ericsson/i, mod: /^P[89]00/i }, userAgent: /ericsson ?P[89]00/i },
    set: { oneStatusPerSync: true },
  },
];
