/** Lets a request pass that carries the operator's bearer token (RFC 6750, 2.1). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Middleware } from 'koa';
import { ApiError } from '../api-error.ts';

export function koaToken(token: string): Middleware {
  const expected = digest(token);
  return async (context, next) => {
    const given = /^Bearer +(\S+)$/i.exec(context.get('Authorization'))?.[1] ?? '';
    // Digests have one length, so that the comparison takes the same time for every wrong token.
    if (!timingSafeEqual(digest(given), expected)) {
      context.set('WWW-Authenticate', 'Bearer');
      throw new ApiError(
        'unauthorised',
        'This needs the token of the gateway: set ANCHORAGE_TOKEN, or DATA_DIR to where it runs.',
      );
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
