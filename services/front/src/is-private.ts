/** What is known of the line that a request came over. */
import type { Context } from 'koa';
import type { FrontSettings } from './front-settings.ts';

/** Over TLS, as far as we or the operator know. */
export function isSecure(ctx: Context, settings: Pick<FrontSettings, 'publicUrl'>): boolean {
  return ctx.secure || settings.publicUrl?.startsWith('https:') === true;
}

/**
 * TLS, seen by us or told by a proxy that the operator trusts; or a program on this machine. A proxy on this machine that
 * is not trusted passes on what came over any line.
 */
export function isPrivate(ctx: Context): boolean {
  if (ctx.secure) return true;
  if (ctx.app.proxy || forwarding.some((name) => ctx.get(name) !== '')) return false;
  return /^(::1|(::ffff:)?127(\.\d+){3})$/.test(ctx.req.socket.remoteAddress ?? '');
}

const forwarding = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'] as const;
