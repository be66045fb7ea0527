import type { DeviceRule } from '../rule.ts';

export const windowsMobile: readonly DeviceRule[] = [
  {
    // Funambol's plug-ins look for tags instead of parsing XML: item data must not be written with entities.
    id: 'funambol-windows-mobile',
    when: { deviceUri: /^fwm-/ },
    set: { cdata: true },
  },
];
