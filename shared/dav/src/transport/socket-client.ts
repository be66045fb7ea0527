/** HTTP over sockets: few connections per origin, kept alive shortly, to addresses that the operator allows. */
import { Agent } from 'undici';
import { createGuardedConnector } from './address-guard.ts';
import type { DavTransportOptions, HttpClient, TransportLimits } from './messages.ts';

export function createSocketClient(
  options: Pick<DavTransportOptions, 'allowPrivateAddresses' | 'resolve'>,
  limits: TransportLimits,
): HttpClient {
  const agent = new Agent({
    connections: limits.connectionsPerOrigin,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: limits.headers,
    bodyTimeout: limits.body,
    connect: createGuardedConnector({
      allowPrivateAddresses: options.allowPrivateAddresses,
      connectTimeout: limits.connect,
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    }),
  });
  return {
    request: (request) => agent.request(request),
    async close() {
      if (agent.destroyed) return;
      const grace = new Promise<void>((resolve) => setTimeout(resolve, 2_000).unref());
      await Promise.race([agent.close(), grace]);
      await agent.destroy();
    },
  };
}
