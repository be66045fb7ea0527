export type * from './contract.ts';
export * from './dav-error.ts';
export { createDavTransport } from './transport/transport.ts';
export type {
  DavExchange,
  DavTransport,
  DavTransportOptions,
  HttpAnswer,
  HttpClient,
  HttpRequest,
  TransportLimits,
} from './transport/messages.ts';
export { createCollection, type CollectionOptions } from './collection.ts';
export { discover, type Discovery, type DiscoveryRequest } from './discovery/discover.ts';
export { pathKey } from './href.ts';
