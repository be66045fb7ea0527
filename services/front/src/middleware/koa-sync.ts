/** The phones' route: POST a message, get a message (SyncML HTTP Binding 1.2.1, 5). */
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import { acceptsDeflate, acceptsUtf8 } from '../accepts.ts';
import { exchange } from '../exchange.ts';
import type { Front, PhoneRequest } from '../front.ts';
import { isPrivate, isSecure } from '../is-private.ts';
import { md5 } from '../md5.ts';
import { createSlowBodies } from '../slow-bodies.ts';
import { cutOffSlowReader } from './cut-off-slow-reader.ts';
import { readBody } from './koa-body.ts';
import { ownAuthorization } from './koa-http-login.ts';

export function koaSync(front: Front): Middleware {
  const { maxBodySize, minRate, rateWindow, slowPerAddress } = front.settings;
  const slowBodies = createSlowBodies({ minRate, windowMs: rateWindow, perAddress: slowPerAddress });
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
    if (!acceptsUtf8(ctx.get('accept-charset'))) {
      // Empty: a phone must not take it for a message (SyncML HTTP Binding 1.2.1, 5.3.3).
      ctx.status = 406;
      ctx.res.setHeader('Content-Length', 0);
      ctx.body = Buffer.alloc(0);
      ctx.remove('Content-Type');
      front.metrics.rejected(406);
      front.logger.info('request refused', { status: 406, reason: 'no acceptable charset' });
      return;
    }
    const body = await readBody(ctx, maxBodySize, slowBodies);
    const reply = await exchange(front, requestOf(ctx, front, body));
    const octets = await pack(ctx, front, reply.body);
    ctx.status = 200;
    // Set raw: Koa would add a charset, and S60 compares the WBXML type octet by octet.
    ctx.body = Buffer.from(octets);
    ctx.remove('Content-Type');
    ctx.res.setHeader('Content-Type', reply.contentType);
    if (reply.mac !== undefined) ctx.res.setHeader('X-Syncml-Hmac', reply.mac);
    // Never in chunks: an HTTP/1.0 phone and many a WAP gateway take the chunk sizes for content.
    ctx.length = octets.byteLength;
    if (minRate > 0) cutOffSlowReader(ctx.res, rateWindow + (octets.byteLength * 1_000) / minRate);
  };
}

/**
 * Compression both ways is spoken of only with phones that named it. S60 sends `Accept-Encoding: deflate` always, and
 * packs its own requests after a reply that says the same.
 */
async function pack(ctx: Context, { settings }: Front, body: Uint8Array): Promise<Uint8Array> {
  if (settings.compression === 'off' || !acceptsDeflate(ctx.get('accept-encoding'))) return body;
  ctx.set('Accept-Encoding', 'deflate');
  if (settings.compression !== 'both') return body;
  const packed = await promisify(deflate)(body);
  if (packed.byteLength >= body.byteLength) return body;
  ctx.set('Content-Encoding', 'deflate');
  return packed;
}

function requestOf(ctx: Context, front: Front, body: Uint8Array): PhoneRequest {
  const { settings } = front;
  const contentType = ctx.get('content-type');
  const userAgent = ctx.get('user-agent').slice(0, 200);
  const token = ctx.query['s'];
  return {
    body,
    contentType: contentType === '' ? undefined : contentType,
    userAgent: userAgent === '' ? null : userAgent,
    token: typeof token === 'string' ? token : null,
    url: `${originOf(ctx, settings.publicUrl)}${ctx.path === '*' ? '/sync' : ctx.path}`,
    address: ctx.ip,
    private: isPrivate(ctx),
    secure: isSecure(ctx, settings),
    credentials: credentialsOf(ctx, front, body),
  };
}

/** A MAC signs the message's octets as they are, whatever they were packed in on their way. */
function credentialsOf(ctx: Context, front: Front, body: Uint8Array): PhoneRequest['credentials'] {
  const header = ctx.get('x-syncml-hmac');
  return {
    mac: header === '' ? null : { header, bodyDigest: md5(body) },
    authorization: ownAuthorization(ctx, front),
  };
}

/**
 * Without a public URL the phone's own words: the target's authority if it has one (RFC 9112 3.2.2; phones behind a WAP
 * gateway), else Host, or where its connection ended.
 */
function originOf(ctx: Context, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, '');
  const { localAddress = '127.0.0.1', localPort = 80 } = ctx.socket;
  const address = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  const forwarded = ctx.app.proxy && ctx.get('X-Forwarded-Host') !== '';
  const target = forwarded ? undefined : /^https?:\/\/([^/?#]+)/i.exec(ctx.req.url ?? '')?.[1];
  const named = target ?? ctx.host;
  const host = /^[\w.:[\]-]{1,255}$/.test(named) ? named : `${address}:${localPort}`;
  return `${ctx.protocol}://${host}`;
}

const page =
  'Anchorage: this is where phones synchronise. Enter this address in the phone as its SyncML server.\n';
