/** The table of providers. A new one is a folder, a name in the contract and a line here. */
import { createDavTransport, type DavTransportOptions } from '@anchorage/dav';
import type { Provider, ProviderName } from './contract.ts';
import { createGenericProvider } from './generic/index.ts';

export interface Providers {
  provider(name: ProviderName): Provider;
  /** Waits for what is under way, shortly, then closes every connection. */
  close(): Promise<void>;
}

/** All providers over one pool of connections: four to each origin, whoever asks. */
export function createProviders(options: DavTransportOptions): Providers {
  const transport = createDavTransport(options);
  const providers: Readonly<Record<ProviderName, Provider>> = {
    generic: createGenericProvider(transport),
  };
  return {
    provider: (name) => providers[name],
    close: () => transport.close(),
  };
}
