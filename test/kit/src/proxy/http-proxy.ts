/**
 * A proxy on the loopback interface that sees whole requests and whole answers, and asks the test at both points what
 * shall happen: so that a process can be killed after the server has done its work and before anyone hears of it.
 */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

export interface ProxyHooks {
  /** Before the request goes on. `cut` closes the connection: the server never sees it. */
  readonly onRequest?: (passing: Passing) => Promise<'forward' | 'cut'> | 'forward' | 'cut';
  /** After the server has answered. `cut` closes the connection: the client never hears of it. */
  readonly onAnswer?: (
    passing: Passing,
    status: number,
    answer: Buffer,
  ) => Promise<'forward' | 'cut'> | 'forward' | 'cut';
}

export interface HttpProxy {
  readonly url: string;
  setHooks(hooks: ProxyHooks): void;
  close(): Promise<void>;
}

/** `target`: where requests go, e.g. `http://127.0.0.1:5232`. */
export async function startHttpProxy(target: string, hooks: ProxyHooks = {}): Promise<HttpProxy> {
  let current = hooks;
  const server = createServer((incoming, outgoing) => {
    pass(target, incoming, outgoing, () => current).catch(() => outgoing.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    setHooks: (next) => (current = next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function pass(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  hooks: () => ProxyHooks,
): Promise<void> {
  const passing = { method: incoming.method ?? '', path: incoming.url ?? '', body: await buffer(incoming) };
  if ((await hooks().onRequest?.(passing)) === 'cut') return void outgoing.destroy();
  const answer = await forward(target, incoming, passing);
  const body = await buffer(answer);
  const status = answer.statusCode ?? 502;
  if ((await hooks().onAnswer?.(passing, status, body)) === 'cut') return void outgoing.destroy();
  const { 'transfer-encoding': _chunked, connection: _connection, ...headers } = answer.headers;
  outgoing.writeHead(status, { ...headers, 'content-length': body.length });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

/** The Host header stays the client's own, as behind a reverse proxy: absolute URLs lead back through here. */
async function forward(
  target: string,
  incoming: IncomingMessage,
  { method, path, body }: Passing,
): Promise<IncomingMessage> {
  const { 'transfer-encoding': _chunked, connection: _connection, ...headers } = incoming.headers;
  const onward = httpRequest(new URL(path, target), {
    method,
    headers: { ...headers, 'content-length': body.length },
    agent: false,
  });
  onward.end(body);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  return answer;
}
