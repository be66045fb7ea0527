export * from './guard.ts';
export * from './newer-side.ts';
export * from './outgoing.ts';
export * from './phone-change.ts';
export * from './remote.ts';
export type * from './slow-items.ts';
export * from './slow-match.ts';
export * from './traits.ts';
export * from './undo.ts';
