/** Reads a request's body, bounded in time and in size, before and after it is unpacked. */
import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import type { Context } from 'koa';
import rawBody from 'raw-body';
import type { SlowBodies, SlowVerdict } from '../slow-bodies.ts';

export type BodyErrorCode = 'too-large' | 'aborted' | 'encoding' | SlowVerdict;
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly code: BodyErrorCode;
  constructor(code: BodyErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A Content-Length beyond the limit is refused without reading; what still comes in is read and dropped by Node. */
export async function readBody(ctx: Context, limit: number, slowBodies: SlowBodies): Promise<Uint8Array> {
  const length = ctx.get('content-length');
  const encoding = ctx.get('content-encoding').trim().toLowerCase();
  const raw = await readInTime(ctx, limit, length, slowBodies);
  // S60 compresses its requests (zlib) once a server has said that it may.
  switch (encoding) {
    case '':
    case 'identity':
      return raw;
    case 'deflate':
      return unpack(promisify(hasZlibHeader(raw) ? inflate : inflateRaw)(raw, { maxOutputLength: limit }));
    case 'gzip':
    case 'x-gzip':
      return unpack(promisify(gunzip)(raw, { maxOutputLength: limit }));
    default:
      throw new BodyError('encoding', 'unsupported content encoding');
  }
}

async function readInTime(
  ctx: Context,
  limit: number,
  length: string,
  slowBodies: SlowBodies,
): Promise<Uint8Array> {
  const refused = Promise.withResolvers<never>();
  const stop = slowBodies.watch(ctx.req, ctx.ip, (verdict) =>
    refused.reject(new BodyError(verdict, verdict === 'crowded' ? 'too many slow requests' : 'too slow')),
  );
  try {
    return await Promise.race([read(ctx, limit, length), refused.promise]);
  } finally {
    stop();
  }
}

async function read(ctx: Context, limit: number, length: string): Promise<Uint8Array> {
  try {
    return await rawBody(ctx.req, { limit, ...(length === '' ? {} : { length }) });
  } catch (cause) {
    const type = typeof cause === 'object' && cause !== null && 'type' in cause ? cause.type : null;
    if (type === 'entity.too.large') throw new BodyError('too-large', 'message too large', { cause });
    throw new BodyError('aborted', 'incomplete request', { cause });
  }
}

async function unpack(work: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work;
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new BodyError(tooLarge ? 'too-large' : 'aborted', tooLarge ? 'message too large' : 'damaged body', {
      cause,
    });
  }
}

/** RFC 9110 8.4.1.2 means the zlib format (RFC 1950 2.2) by deflate, and notes that some send it without. */
function hasZlibHeader([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
}
