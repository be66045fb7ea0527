import type { DeviceRule } from '../rule.ts';

export const motorola: readonly DeviceRule[] = [
  {
    id: 'motorola-v3xx',
    when: { devInf: { man: /^motorola/i, mod: /V3xx/i }, userAgent: /mot(?:orola)?-?V3xx/i },
    set: { maxMsgSizeCap: 6_000 },
  },
  {
    id: 'motorola-v3',
    when: { devInf: { man: /^motorola/i, mod: /V3i?\b/i }, userAgent: /mot(?:orola)?-?V3i?\b/i },
    set: { charset: 'windows-1252' },
  },
];
