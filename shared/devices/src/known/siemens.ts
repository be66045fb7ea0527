import type { DeviceRule } from '../rule.ts';

export const siemens: readonly DeviceRule[] = [
  {
    // S55 crashes on more than about 95 Deletes in a message, and its buffers are small.
    id: 'siemens',
    when: { devInf: { man: /^siemens/i }, userAgent: /\bsiemens\b/i },
    set: {
      maxMsgSizeCap: 3_200,
      maxDeletesPerMessage: 95,
      sendRespUri: false,
      serverCtCap: false,
      replaysMaps: false,
    },
  },
  {
    id: 'siemens-local',
    when: {
      devInf: { man: /^siemens/i, mod: /^(?:S55|S56|SL\d\d|SX1)/i },
      userAgent: /\bsiemens,? ?(?:S55|S56|SL\d\d|SX1)/i,
    },
    set: { utc: false },
  },
];
