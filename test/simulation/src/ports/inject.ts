/** A request to a Node HTTP handler without a socket: in goes a request, out comes what was answered. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { HttpReply } from '@anchorage/kit';

/** As Koa's `callback()`. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function inject(
  handle: Handle,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<HttpReply> {
  const { host, pathname, search } = new URL(url);
  const request = new IncomingMessage(phoneSocket());
  request.method = 'POST';
  request.url = pathname + search;
  request.httpVersion = '1.1';
  request.headers = { host, ...headers, 'content-length': String(body.byteLength) };
  request.push(Buffer.from(body));
  request.push(null);
  const response = new ServerResponse(request);
  return new Promise((resolve) => {
    response.end = (chunk?: unknown) => {
      const sent = chunk instanceof Uint8Array ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : '');
      resolve({
        status: response.statusCode,
        headers: plain(response.getHeaders()),
        body: Buffer.from(sent),
      });
      return response;
    };
    void handle(request, response);
  });
}

function phoneSocket(): Socket {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.7' });
  return socket;
}

function plain(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
