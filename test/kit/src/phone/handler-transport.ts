/** One POST handed to Node's own kind of HTTP handler without a socket: for tests of many thousand messages. */
import { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import type { HttpReply, Transport } from './phone-types.ts';

/** The URL's host only goes into the request; whatever it is, `handle` answers. Replies must come in one piece. */
export function handlerTransport(handle: RequestListener): Transport {
  return (url, headers, body) => {
    const { host, pathname, search } = new URL(url);
    const request = new IncomingMessage(openSocket());
    request.method = 'POST';
    request.url = pathname + search;
    request.httpVersion = '1.1';
    request.headers = { host, ...headers, 'content-length': String(body.byteLength) };
    request.push(Buffer.from(body));
    request.push(null);
    return new Promise((resolve) => handle(request, responseTo(request, resolve)));
  };
}

function responseTo(request: IncomingMessage, resolve: (reply: HttpReply) => void): ServerResponse {
  const response = new ServerResponse(request);
  response.end = (chunk?: unknown) => {
    const body = chunk instanceof Uint8Array ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : '');
    const headers = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
    resolve({
      status: response.statusCode,
      headers: Object.fromEntries(headers) as HttpReply['headers'],
      body,
    });
    return response;
  };
  return response;
}

/** Never connected; the address is one kept for documentation (RFC 5737). */
function openSocket(): Socket {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.7' });
  return socket;
}
