export * from './fault-dav.ts';
export type { ArmedFault, Fault } from './faults.ts';
export type { Member, MemoryCollection } from './members.ts';
