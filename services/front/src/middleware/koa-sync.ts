/** The phones' route: POST a message, get a message (SyncML HTTP Binding 1.2.1, 5). */
import type { Context, Middleware } from 'koa';
import { exchange } from '../exchange.ts';
import type { Front, PhoneRequest } from '../front.ts';
import { readBody } from './koa-body.ts';

export function koaSync(front: Front): Middleware {
  return async (ctx) => {
    // WAP proxies have been seen to cache answers to POST.
    ctx.set('Cache-Control', 'no-store, private');
    if (ctx.method === 'GET' || ctx.method === 'HEAD') {
      ctx.type = 'text/plain';
      ctx.body = page;
      return;
    }
    if (ctx.method !== 'POST') {
      ctx.status = 405;
      ctx.set('Allow', 'POST, GET, HEAD');
      ctx.type = 'text/plain';
      ctx.body = 'POST a SyncML message here\n';
      return;
    }
    const body = await readBody(ctx, front.settings.maxBodySize);
    const reply = await exchange(front, requestOf(ctx, front, body));
    ctx.status = 200;
    // Set raw: Koa would add a charset, and S60 compares the WBXML type octet by octet.
    ctx.body = Buffer.from(reply.body);
    ctx.remove('Content-Type');
    ctx.res.setHeader('Content-Type', reply.contentType);
    ctx.length = reply.body.byteLength;
  };
}

function requestOf(ctx: Context, { settings }: Front, body: Uint8Array): PhoneRequest {
  const contentType = ctx.get('content-type');
  const userAgent = ctx.get('user-agent').slice(0, 200);
  const token = ctx.query['s'];
  return {
    body,
    contentType: contentType === '' ? undefined : contentType,
    userAgent: userAgent === '' ? null : userAgent,
    token: typeof token === 'string' ? token : null,
    url: `${originOf(ctx, settings.publicUrl)}${ctx.path}`,
    address: ctx.ip,
    private: isPrivate(ctx),
    secure: ctx.secure || settings.publicUrl?.startsWith('https:') === true,
  };
}

/**
 * TLS, seen by us or told by a proxy that the operator trusts; or a program on this machine. A proxy on this machine that
 * is not trusted passes on what came over any line.
 */
function isPrivate(ctx: Context): boolean {
  if (ctx.secure) return true;
  if (ctx.app.proxy || forwarding.some((name) => ctx.get(name) !== '')) return false;
  return /^(::1|(::ffff:)?127(\.\d+){3})$/.test(ctx.req.socket.remoteAddress ?? '');
}

/** Without a public URL the phone's own words: Host, or where its connection ended. */
function originOf(ctx: Context, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, '');
  const { localAddress = '127.0.0.1', localPort = 80 } = ctx.socket;
  const address = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  const host = /^[\w.:[\]-]{1,255}$/.test(ctx.host) ? ctx.host : `${address}:${localPort}`;
  return `${ctx.protocol}://${host}`;
}

const forwarding = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'] as const;

const page =
  'Anchorage: this is where phones synchronise. Enter this address in the phone as its SyncML server.\n';
