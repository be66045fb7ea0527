export * from './fault-dav.ts';
export type { ArmedFault, Fault } from './faults.ts';
export { createMemoryDav, type MemoryDav, type MemoryDavOptions } from './memory-dav.ts';
export type { Answer, Asked } from './requests.ts';
export type { Member, MemoryCollection } from './members.ts';
