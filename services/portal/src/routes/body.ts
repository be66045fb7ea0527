/** A JSON body as a typed value, or a 400 that names the field. */
import { getRawBody } from 'raw-body';
import type { Context } from 'koa';
import type { z } from 'zod';
import { ApiError } from '../api-error.ts';

const largestBody = 64 * 1024;

export async function jsonBody<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await getRawBody(context.req, { limit: largestBody, encoding: 'utf-8' }).catch(
    (error: unknown) => {
      throw new ApiError('bad-request', 'The body could not be read, or is larger than 64 KiB.', {
        cause: error,
      });
    },
  );
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
  throw new ApiError('bad-request', `Not usable: ${fields}.`);
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new ApiError('bad-request', 'The body is not JSON.', { cause: error });
  }
}
