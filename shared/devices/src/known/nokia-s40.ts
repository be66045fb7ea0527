import type { DeviceRule } from '../rule.ts';

/** Nokia Series 40. */
export const nokiaS40: readonly DeviceRule[] = [
  {
    // Reject a large object with 424 unless one octet more is declared than comes.
    id: 'nokia-s40-size',
    when: {
      devInf: { man: /^nokia/i, mod: /^(?:Nokia ?)?(?:3109|3110|6111|6131|5000|2680)/i },
      userAgent: /Nokia ?(?:3109|3110|6111|6131|5000|2680)/i,
    },
    set: { declaredSizeOffset: 1 },
  },
  {
    id: 'nokia-s40-local',
    when: {
      devInf: { man: /^nokia/i, mod: /^(?:Nokia ?)?(?:6230|3220|72[56]0)/i },
      userAgent: /Nokia ?(?:6230|3220|72[56]0)/i,
    },
    set: { utc: false },
  },
  {
    // Understands UTC and does not say so.
    id: 'nokia-7210c',
    when: { devInf: { man: /^nokia/i, mod: /^(?:Nokia ?)?7210c/i }, userAgent: /Nokia ?7210c/i },
    set: { utc: true },
  },
];
