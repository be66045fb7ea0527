export { createFront } from './create-front.ts';
export type { FrontOptions, PhoneFront } from './create-front.ts';
export { defaultFrontSettings, frontSettingsFrom, phoneServerOptions } from './front-settings.ts';
export type { FrontSettings } from './front-settings.ts';
export { guardConnections } from './guard-connections.ts';
export type { GuardOptions } from './guard-connections.ts';
export { openPhoneDoor, phoneServing } from './phone-door.ts';
export { startFront } from './start-front.ts';
