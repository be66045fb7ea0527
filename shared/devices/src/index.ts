export { datastoreFor } from './aliases.ts';
export { datastoreOn } from './datastore-on.ts';
export { profileFor } from './profile-for.ts';
export { propertyCapability } from './properties.ts';
export type { KnownDevice } from './profile-for.ts';
export type { DeviceSettings } from './rule.ts';
export { serverDevInf } from './server-devinf.ts';
export type { OfferedDatastore, ServerDevInfFacts } from './server-devinf.ts';
