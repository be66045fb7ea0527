/** The port, one file per thing; rules in store.ts. */
export type * from './collections.ts';
export type * from './datastores.ts';
export type * from './devices.ts';
export type * from './exchange.ts';
export type * from './holds.ts';
export type * from './items.ts';
export type * from './journal.ts';
export type * from './mappings.ts';
export type * from './objects.ts';
export type * from './people.ts';
export type * from './sessions.ts';
export type * from './store.ts';
export type * from './undos.ts';
export * from './store-error.ts';
