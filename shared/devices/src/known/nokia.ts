import type { DeviceRule } from '../rule.ts';

/** Rules for all makes of Nokia. They count their own overhead in MaxMsgSize; only of S60 a Map cache is known. */
export const nokia: readonly DeviceRule[] = [
  {
    id: 'nokia',
    when: { devInf: { man: /^nokia/i }, userAgent: /\bnokia|\bS60 SyncML/i },
    set: { maxMsgSizeShare: 0.7, replaysMaps: false },
  },
  {
    // Its sync client takes a differing RespURI for another server.
    id: 'nokia-n900',
    when: { devInf: { man: /^nokia/i, mod: /^(?:N900|RX-51)/i } },
    set: { sendRespUri: false },
  },
  {
    // 9300 and 9500 mean UTC when they name no zone.
    id: 'nokia-9300-9500',
    when: { devInf: { man: /^nokia/i, mod: /^(?:Nokia ?)?9[35]00/i }, userAgent: /Nokia ?9[35]00/i },
    set: { utc: true },
  },
  {
    id: 'nokia-9210',
    when: { devInf: { man: /^nokia/i, mod: /^(?:Nokia ?)?9210/i }, userAgent: /Nokia ?9210/i },
    set: { utc: false },
  },
];
