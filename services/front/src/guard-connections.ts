/**
 * Keeps one address from holding many connections without ever finishing a request's headers. Those are cut off by
 * `headersTimeout` in any case; until then the oldest of them makes room for the next.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface GuardOptions {
  /** Connections of one address that may wait for a request's headers at the same time. */
  readonly perAddress: number;
  /** Addresses that stand for many: a proxy's. Default: this machine's own. */
  readonly exempt?: (address: string) => boolean;
}

/** Not for a server behind a proxy that is trusted: all its connections come from one address. */
export function guardConnections(server: Server, { perAddress, exempt = isLoopback }: GuardOptions): void {
  const waiting = new Map<string, Set<Socket>>();

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (exempt(address)) return;
    wait(address, socket);
    socket.once('close', () => leave(address, socket));
  });
  server.on('request', ({ socket }, response) => {
    const address = socket.remoteAddress ?? '';
    if (exempt(address)) return;
    leave(address, socket);
    response.once('close', () => {
      if (!socket.destroyed) wait(address, socket);
    });
  });

  function wait(address: string, socket: Socket): void {
    const sockets = waiting.get(address) ?? new Set();
    waiting.set(address, sockets.add(socket));
    if (sockets.size <= perAddress) return;
    const [oldest] = sockets;
    if (oldest === undefined) return;
    leave(address, oldest);
    oldest.destroy();
  }

  function leave(address: string, socket: Socket): void {
    const sockets = waiting.get(address);
    if (sockets?.delete(socket) === true && sockets.size === 0) waiting.delete(address);
  }
}

function isLoopback(address: string): boolean {
  return /^(::1|(::ffff:)?127(\.\d+){3})$/.test(address);
}
