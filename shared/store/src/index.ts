/** The face of the store: the port, how to open it, and the keys it is opened with. */
export * from './port/index.ts';
export { openStore } from './open-store.ts';
export type { StoreOptions } from './open-store.ts';
export { generateKey, keyRing } from './vault/key-ring.ts';
export type { KeyRing, RingKey } from './vault/key-ring.ts';
