/** The body of an answer, read to its end or given up: under a cap, within a time, never decompressed. */
import type { Readable } from 'node:stream';
import type { Timers } from '@anchorage/model';
import { DavError } from '../dav-error.ts';
import { overdue } from './failures.ts';

export interface BodyLimits {
  readonly method: string;
  /** Octets. */
  readonly cap: number;
  /** For the whole body. */
  readonly milliseconds: number;
  readonly timers: Timers;
  /** Aborted when the time is up; ends the request. */
  readonly deadline: AbortController;
}

/** Throws `too-large`, `timeout`, `malformed` for a compressed body, or what the connection threw. */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  { method, cap, milliseconds, timers, deadline }: BodyLimits,
): Promise<Buffer> {
  const callOff = timers.after(milliseconds, () => deadline.abort(overdue(method)));
  const chunks: Buffer[] = [];
  let length = Number(headers['content-length'] ?? 0) > cap ? Infinity : 0;
  try {
    if (length <= cap) {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        length += chunk.byteLength;
        if (length > cap) break;
        chunks.push(chunk);
      }
    }
  } finally {
    callOff();
    // undici reports a body that was given up as an error, which would end the process if nobody listened.
    body.on('error', () => undefined);
    body.destroy();
  }
  if (length > cap)
    throw new DavError('too-large', `the answer to ${method} is larger than allowed`, { method });
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new DavError('malformed', `the answer to ${method} is compressed, which was not asked for`, {
      method,
    });
  }
  return Buffer.concat(chunks);
}

/** Names in lower case, repeated headers joined (RFC 9110, 5.3). */
export function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
