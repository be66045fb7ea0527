/**
 * A CalDAV and CardDAV server in memory that misbehaves on command. Without an armed fault it is a good server: logins,
 * discovery, sync-collection with paging, multiget, queries by UID, conditional writes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { multistatus } from './answers.ts';
import { createFaultPlan, type ArmedFault, type Fault } from './faults.ts';
import type { Member, MemoryCollection } from './members.ts';
import { createMemoryDav, type MemoryDavOptions } from './memory-dav.ts';
import type { Answer } from './requests.ts';

export interface FaultDavOptions extends MemoryDavOptions {
  /** Null or absent lets anyone in. */
  readonly user?: { readonly name: string; readonly password: string } | null;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FaultDav {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Everything that arrived, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Sockets opened so far, the most that were open at once, and the most requests that were under way at once. */
  readonly connections: { readonly opened: number; readonly peak: number; readonly busiest: number };
  /** `contacts`, `calendar`, `tasks`, `notes`. */
  collectionUrl(name: string): string;
  collection(name: string): MemoryCollection;
  members(name: string): readonly Member[];
  arm(fault: ArmedFault): void;
  disarm(): void;
  /** Refuses every login from now on, or lets them in again. */
  lockOut(locked: boolean): void;
  close(): Promise<void>;
}

export async function startFaultDav(options: FaultDavOptions = {}): Promise<FaultDav> {
  const plan = createFaultPlan();
  const requests: SeenRequest[] = [];
  const dav = createMemoryDav(options);
  const sockets = new Set<Socket>();
  const connections = { opened: 0, peak: 0, busiest: 0 };
  let busy = 0;
  let locked = false;

  const server = createServer((request, response) => {
    busy += 1;
    connections.busiest = Math.max(connections.busiest, busy);
    response.once('close', () => (busy -= 1));
    void serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    connections.opened += 1;
    connections.peak = Math.max(connections.peak, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  return {
    url,
    requests,
    connections,
    collectionUrl: (name) => new URL(dav.collectionPath(name), url).href,
    collection: (name) => dav.collection(name),
    members: (name) => dav.members(name),
    arm: (fault) => plan.arm(fault),
    disarm: () => plan.disarm(),
    lockOut: (now) => void (locked = now),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '/',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    requests.push(seen);
    const fault = plan.take(seen);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset-before') return void request.socket.resetAndDestroy();
    if (fault?.kind === 'answer')
      return send(response, { ...fault, headers: fault.headers ?? {}, body: fault.body ?? '' });
    if (fault?.kind === 'status-in-207') {
      const error = fault.precondition === undefined ? '' : `<d:error><c:${fault.precondition}/></d:error>`;
      const inner = `<d:response><d:href>${seen.path}</d:href><d:status>HTTP/1.1 ${fault.status} No</d:status>${error}</d:response>`;
      return send(response, { status: 207, headers: xml, body: multistatus([inner]) });
    }
    const answer = isWelcome(request) ? dav.answer(seen, fault) : unauthorized;
    if (fault?.kind === 'reset-after-applied') return void request.socket.resetAndDestroy();
    return deliver(response, answer, fault);
  }

  function isWelcome(request: IncomingMessage): boolean {
    if (request.url?.startsWith('/.well-known/') === true) return true;
    if (locked) return false;
    const { user } = options;
    if (user === undefined || user === null) return true;
    return (
      request.headers.authorization ===
      `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`
    );
  }
}

async function deliver(response: ServerResponse, answer: Answer, fault: Fault | null): Promise<void> {
  const body = fault?.kind === 'rewrite-answer' ? fault.rewrite(answer.body) : answer.body;
  if (fault?.kind === 'cut-body')
    return send(response, { ...answer, body: body.slice(0, body.length * fault.keep) });
  if (fault?.kind === 'cut-at-element') {
    const end = body.lastIndexOf('</d:response>', body.length / 2 + 100) + '</d:response>'.length;
    return send(response, { ...answer, body: body.slice(0, end) });
  }
  if (fault?.kind === 'drop-midway') {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
    return;
  }
  if (fault?.kind === 'slow-drip') {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
    for (const octet of Buffer.from(body)) {
      if (response.destroyed) return;
      response.write(Buffer.of(octet));
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    }
    response.end();
    return;
  }
  send(response, { ...answer, body });
}

function send(response: ServerResponse, answer: Answer): void {
  const bare = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(bare ? {} : { 'content-length': Buffer.byteLength(answer.body) }),
  });
  response.end(bare ? undefined : answer.body);
}

const xml = { 'content-type': 'application/xml; charset=utf-8' };
const unauthorized: Answer = {
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="fault"' },
  body: '',
};
