/** What went wrong before or beside SyncML, as HTTP: plain text, never HTML (S60 ends a session on any other type). */
import { CodecError } from '@anchorage/syncml-codec';
import { errorFields } from '@anchorage/runtime';
import { StoreError } from '@anchorage/store';
import type { Middleware } from 'koa';
import { FrontError } from '../front-error.ts';
import type { Front } from '../front.ts';
import { BodyError } from './koa-body.ts';
import type { BodyErrorCode } from './koa-body.ts';

export interface HttpProblem {
  readonly status: 400 | 408 | 413 | 415 | 500 | 503;
  readonly reason: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** What still comes of the request is not waited for. */
  readonly close?: true;
}

export function koaErrors({ logger, metrics }: Pick<Front, 'logger' | 'metrics'>): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = httpProblem(error);
      ctx.status = problem.status;
      ctx.type = 'text/plain';
      ctx.body = `${problem.reason}\n`;
      if (problem.retryAfter !== undefined) ctx.set('Retry-After', String(problem.retryAfter));
      if (problem.close === true) ctx.set('Connection', 'close');
      metrics.rejected(problem.status);
      const fields = {
        status: problem.status,
        reason: problem.reason,
        code: codeOf(error),
        octetsIn: Number(ctx.get('content-length')) || null,
      };
      if (problem.status >= 500 && !(error instanceof BodyError))
        logger.error('request failed', { ...fields, ...errorFields(error) });
      else logger.info('request refused', fields);
    }
  };
}

/** Whose fault it is decides the code: the phone's (4xx), or ours for now (503) or for good (500). */
export function httpProblem(error: unknown): HttpProblem {
  if (error instanceof BodyError) {
    return { reason: error.message, ...bodyProblems[error.code] };
  }
  if (error instanceof CodecError) {
    if (error.code === 'unsupported-charset') return { status: 415, reason: 'unsupported charset' };
    if (error.code === 'unencodable') return { status: 500, reason: 'internal error' };
    return { status: 400, reason: 'not a SyncML message' };
  }
  if (error instanceof StoreError && error.code === 'unavailable') {
    return { status: 503, reason: 'try again later', retryAfter: 30 };
  }
  if (error instanceof FrontError) return { status: 503, reason: 'try again later', retryAfter: 5 };
  return { status: 500, reason: 'internal error' };
}

const bodyProblems = {
  'too-large': { status: 413 },
  aborted: { status: 400 },
  encoding: { status: 415 },
  'too-slow': { status: 408, close: true },
  crowded: { status: 503, retryAfter: 30, close: true },
} as const satisfies Record<BodyErrorCode, Omit<HttpProblem, 'reason'>>;

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
