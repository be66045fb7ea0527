import type { DeviceRule } from '../rule.ts';

export const motorola: readonly DeviceRule[] = [
  {
    // Nothing is known of a Map cache in them. A slow sync now and then is better than people who are there twice.
    id: 'motorola',
    when: { devInf: { man: /^motorola/i }, userAgent: /\bmot(?:orola)?-/i },
    set: { replaysMaps: false },
  },
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
