/**
 * Every setting, once: its name in the environment, its default, what it means. SETTINGS.md is printed from this table.
 */
import { networkSettings } from './network-settings.ts';
import { storageSettings } from './storage-settings.ts';
import { workSettings } from './work-settings.ts';

export const definitions = { ...networkSettings, ...storageSettings, ...workSettings } as const;
