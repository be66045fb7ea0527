export * from './collections-for.ts';
export * from './device-profile.ts';
export * from './ids.ts';
export * from './phone-capabilities.ts';
export * from './ports.ts';
export * from './sync-filter.ts';
export * from './sync.ts';
export type * from './turns.ts';
