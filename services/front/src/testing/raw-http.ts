/** HTTP as octets on a socket: what phones and WAP gateways write that no client library would. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawReply {
  readonly status: number;
  readonly statusLine: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Everything that came, interim replies included. */
  readonly all: string;
}

/** Writes the parts one after the other and resolves with the last reply when the server closes the connection. */
export async function rawHttp(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<RawReply> {
  const { socket, ended } = openSocket(url);
  for (const part of parts) socket.write(part);
  return lastReply(await ended);
}

/** `ended`: everything that came until the connection was over, whoever ended it and how. */
export function openSocket(url: string): { readonly socket: Socket; readonly ended: Promise<Buffer> } {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A reset is one way for the other side to end it.
  socket.on('error', () => undefined);
  const ended = new Promise<Buffer>((resolve) => socket.once('close', () => resolve(Buffer.concat(chunks))));
  return { socket, ended };
}

/** The headers of a request with this body and without any that are not named here. */
export function head(line: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line}\r\n${lines.join('')}\r\n`;
}

function lastReply(octets: Buffer): RawReply {
  const all = octets.toString('latin1');
  const start = all.lastIndexOf('HTTP/1.');
  const end = all.indexOf('\r\n\r\n', start);
  const [statusLine = '', ...lines] = all.slice(Math.max(start, 0), end < 0 ? undefined : end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
  );
  const body = end < 0 ? Buffer.alloc(0) : octets.subarray(end + 4);
  return { status: Number(statusLine.split(' ')[1] ?? 0), statusLine, headers, body, all };
}
