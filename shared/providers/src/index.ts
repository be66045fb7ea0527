export type * from '@anchorage/dav';
export { DavError, pathKey, type DavErrorCode } from '@anchorage/dav';
export * from './contract.ts';
export { createProviders, type Providers } from './providers.ts';
