/** An HTTP server within a process's frame: listens, says where, and lets requests under way finish on stop. */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { ProcessFrame } from './open-process.ts';

export interface Served {
  /** How this machine reaches it, e.g. `http://127.0.0.1:8080`. */
  readonly localUrl: string;
  /** PUBLIC_URL (where phones reach us) if set, else the same with `localhost`. No slash at the end. */
  readonly publicUrl: string;
}

export interface ServeOptions extends ServerOptions {
  /** `phones`: PHONE_PORT and PHONE_HOST, where they are set, instead of PORT and HOST. Default: `people`. */
  readonly door?: 'people' | 'phones';
  /** Called before it listens. */
  readonly prepare?: (server: Server) => void;
}

/** Throws when the port is taken; says so in words. */
export async function serve(
  { settings, lifecycle }: Pick<ProcessFrame, 'settings' | 'lifecycle'>,
  /** Koa's callback, for example; what it returns is not waited for. */
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  { door = 'people', prepare, ...options }: ServeOptions = {},
): Promise<Served> {
  const server = createServer(options, (request, response) => void listener(request, response));
  prepare?.(server);
  const own = door === 'phones' && settings.phonePort !== null;
  const wanted = own ? settings.phonePort : settings.port;
  server.listen(wanted, own ? (settings.phoneHost ?? settings.host) : settings.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${wanted} is taken; choose another with ${own ? 'PHONE_PORT' : 'PORT'}`, {
      cause: error,
    });
  });
  lifecycle.onStop(own ? 'http for phones' : 'http', async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    await closed;
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : wanted;
  const localUrl = `http://127.0.0.1:${port}`;
  return { localUrl, publicUrl: settings.publicUrl?.replace(/\/$/, '') ?? `http://localhost:${port}` };
}
