export type * from './contract.ts';
export * from './pim-error.ts';
export { contacts } from './contact/index.ts';
export { events } from './event/index.ts';
export { tasks } from './task/index.ts';
export { pimFor } from './kinds.ts';
export { together } from './together.ts';
export type { Companion } from './together.ts';
