export type { CloudCollection, CollectionInfo, DavCredentials } from '@anchorage/dav';
export { DavError, type DavErrorCode } from '@anchorage/dav';
export type * from '@anchorage/dav';
export * from './contract.ts';
