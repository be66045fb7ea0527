/**
 * A login in HTTP's own header before a message is read (RFC 7617), where the operator wants one: S60 can be set up with
 * it beside the login of SyncML. What the message says of itself is checked all the same.
 */
import type { Context, Middleware } from 'koa';
import { authorizedUser, authorizes } from '@anchorage/syncml-session';
import type { Front } from '../front.ts';
import { isSecure } from '../is-private.ts';

export function koaHttpLogin(front: Front): Middleware {
  return async (ctx, next) => {
    if (!front.settings.httpLogin.required || ctx.method !== 'POST') return next();
    const header = ctx.get('authorization');
    const user = authorizedUser(header);
    if (user === null) return refuse(ctx, front, 401, 'no login in HTTP');
    const who = { username: user.toLowerCase(), address: ctx.ip };
    if (!front.throttle.allows(who)) return refuse(ctx, front, 429, 'too many wrong logins in HTTP');
    if (!(await isKnown(ctx, front, header, user))) {
      front.throttle.failed(who);
      return refuse(ctx, front, 401, 'wrong login in HTTP');
    }
    front.throttle.succeeded(who);
    return next();
  };
}

/** The header for whoever checks the message: null where it is the one all phones show, which names none of them. */
export function ownAuthorization(ctx: Context, { settings }: Pick<Front, 'settings'>): string | null {
  const header = ctx.get('authorization');
  const { shared } = settings.httpLogin;
  return header === '' || (shared !== null && authorizes(header, shared)) ? null : header;
}

/** Pass-through devices are not looked for: whose phone it is stands in the message. */
async function isKnown(ctx: Context, front: Front, header: string, user: string): Promise<boolean> {
  const { settings, store, random } = front;
  const { shared } = settings.httpLogin;
  if (shared !== null && authorizes(header, shared)) return true;
  const found = await store.devices.byUsername(user);
  // A name that nobody has is compared too, so that it takes as long.
  const password = found?.password ?? Buffer.from(random.bytes(16)).toString('base64');
  const isRight = authorizes(header, { username: user, password });
  return isRight && found !== null && (settings.basicOverHttp || isSecure(ctx, settings));
}

function refuse(ctx: Context, { logger, metrics }: Front, status: 401 | 429, reason: string): void {
  ctx.status = status;
  if (status === 401) ctx.set('WWW-Authenticate', 'Basic realm="SyncML", charset="UTF-8"');
  else ctx.set('Retry-After', '60');
  ctx.set('Cache-Control', 'no-store, private');
  ctx.type = 'text/plain';
  ctx.body = status === 401 ? 'log in\n' : 'try again later\n';
  metrics.rejected(status);
  logger.info('request refused', { status, reason });
}
