export type * from './contract.ts';
export * from './pim-error.ts';
