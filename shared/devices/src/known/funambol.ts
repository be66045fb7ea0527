import type { DeviceRule } from '../rule.ts';

/** Funambol's plug-ins, by the beginning of their device ids: fwm- Windows Mobile, fbb- BlackBerry, fol- Outlook. */
export const funambol: readonly DeviceRule[] = [
  {
    // Those on handhelds look for tags instead of parsing XML: item data must not be written with entities.
    id: 'funambol-handheld',
    when: { deviceUri: /^f(?:wm|bb)-/ },
    set: { cdata: true },
  },
  {
    // Leaves out the Statuses for what the last message held.
    id: 'funambol-outlook',
    when: { deviceUri: /^fol-/ },
    set: { omitsLastStatuses: true },
  },
];
