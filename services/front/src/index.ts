export { createFront } from './create-front.ts';
export type { FrontOptions, PhoneFront } from './create-front.ts';
export { defaultFrontSettings, frontSettingsFrom, phoneServerOptions } from './front-settings.ts';
export type { FrontSettings } from './front-settings.ts';
