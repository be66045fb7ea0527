import type { DeviceRule } from '../rule.ts';

/** Nokia Series 60, and other makers' phones on it. */
export const nokiaS60: readonly DeviceRule[] = [
  {
    id: 'nokia-s60',
    when: {
      devInf: {
        man: /^nokia/i,
        mod: /^(?:Nokia ?)?(?:[CEN]\d{1,2}(?:-\d\d)?\b|N-Gage|5[238]\d0|5800|62[26]0|6650|67[26]0|36\d0|3230|66[0-8]\d|7610|7650|N\d\d)/i,
      },
      userAgent: /\b(?:Nokia|S60) SyncML HTTP Client/i,
    },
    set: {
      // Its DevInf says 256 for every property, PHOTO included.
      ignoreMaxSize: true,
      maxPhoto: 20_480,
      replaysMaps: true,
    },
  },
  {
    // 1st and 2nd edition want local times.
    id: 'nokia-s60-2nd',
    when: {
      devInf: { mod: /^(?:Nokia ?)?(?:3230|36[0-6]0|6260|66[0237]0|7610|7650|N-Gage|Sendo ?X|SX1)/i },
    },
    set: { utc: false },
  },
];
