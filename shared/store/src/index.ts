/**
 * The face of the store. To be provided beside the port:
 *
 *   openStore({ url, keys, clock, random }): Promise<Store>
 *     url: `sqlite:<file>`, `sqlite::memory:`, or `postgres://...`; runs migrations under a lock, then checks the schema
 *     keys: the key ring made by `keyRing({ current: { id, key }, others })`, keys of 32 octets
 */
export * from './port.ts';
