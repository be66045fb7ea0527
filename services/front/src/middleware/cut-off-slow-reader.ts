import type { ServerResponse } from 'node:http';

/**
 * Ends the connection when the reply has not been taken in so many milliseconds. Whoever takes it octet by octet holds a
 * connection no longer than the slowest body may.
 */
export function cutOffSlowReader(response: ServerResponse, ms: number): void {
  const { socket } = response;
  const timer = setTimeout(() => socket?.destroy(), ms).unref();
  response.once('close', () => clearTimeout(timer));
}
