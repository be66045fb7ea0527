import type { DeviceRule } from '../rule.ts';

/** Clients on libsynthesis: SyncEvolution, the Synthesis clients. Computers, with room for pictures. */
export const syncEvolution: readonly DeviceRule[] = [
  {
    id: 'syncevolution',
    when: {
      devInf: { mod: /^SyncEvolution/i },
      userAgent: /SyncEvolution/i,
    },
    set: { maxPhoto: 2_000_000, quotedPrintable: false },
  },
];
