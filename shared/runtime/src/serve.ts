/** An HTTP server within a process's frame: listens, says where, and lets requests under way finish on stop. */
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { ProcessFrame } from './open-process.ts';

export interface Served {
  /** How this machine reaches it, e.g. `http://127.0.0.1:8080`. */
  readonly localUrl: string;
  /** PUBLIC_URL if set, else the same with `localhost`. No slash at the end. */
  readonly publicUrl: string;
}

/** Throws when the port is taken; says so in words. */
export async function serve(
  { settings, lifecycle }: Pick<ProcessFrame, 'settings' | 'lifecycle'>,
  /** Koa's callback, for example; what it returns is not waited for. */
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: ServerOptions = {},
): Promise<Served> {
  const server = createServer(options, (request, response) => void listener(request, response));
  server.listen(settings.port, settings.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${settings.port} is taken; choose another with PORT`, { cause: error });
  });
  lifecycle.onStop('http', async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    await closed;
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : settings.port;
  const localUrl = `http://127.0.0.1:${port}`;
  return { localUrl, publicUrl: settings.publicUrl?.replace(/\/$/, '') ?? `http://localhost:${port}` };
}
