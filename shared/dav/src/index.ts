export type * from './contract.ts';
export * from './dav-error.ts';
export {
  createDavTransport,
  type DavExchange,
  type DavTransport,
  type DavTransportOptions,
  type TransportLimits,
} from './transport/transport.ts';
export { createCollection, type CollectionOptions } from './collection.ts';
export { discover, type Discovery, type DiscoveryRequest } from './discovery/discover.ts';
export { pathKey } from './href.ts';
