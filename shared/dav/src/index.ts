export type * from './contract.ts';
export * from './dav-error.ts';
