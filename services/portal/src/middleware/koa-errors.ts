/**
 * The one place where the portal turns errors into HTTP. A pure table: what happened, which status, what people read.
 */
import { DavError } from '@anchorage/providers';
import type { Logger } from '@anchorage/model';
import { StoreError } from '@anchorage/store';
import type { Middleware } from 'koa';
import { ApiError, type ApiErrorCode } from '../api-error.ts';

export function koaErrors(logger: Logger): Middleware {
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      const answer = answerTo(error);
      context.status = answer.status;
      context.body = { error: { code: answer.code, message: answer.message } };
      // A cause's text may quote what a server or a person wrote: only its kind is logged.
      if (answer.status >= 500) {
        logger.error('request failed', {
          code: answer.code,
          error: error instanceof Error ? error.name : 'unknown',
        });
      }
    }
  };
}

export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export function answerTo(error: unknown): Answer {
  if (error instanceof ApiError)
    return { status: statusOf[error.code], code: error.code, message: error.message };
  if (error instanceof StoreError) return answerToStore(error);
  if (error instanceof DavError) return answerToDav(error);
  return {
    status: 500,
    code: 'internal',
    message: 'Something went wrong here. The log of the gateway has the details.',
  };
}

const statusOf: Readonly<Record<ApiErrorCode, number>> = {
  'bad-request': 400,
  unauthorised: 401,
  'not-found': 404,
  conflict: 409,
  'login-refused': 422,
  unreachable: 502,
  'cloud-problem': 502,
};

function answerToStore(error: StoreError): Answer {
  switch (error.code) {
    case 'conflict':
      return { status: 409, code: 'conflict', message: 'There is one with that name already.' };
    case 'not-found':
      return { status: 404, code: 'not-found', message: 'There is no such thing here.' };
    case 'unavailable':
      return {
        status: 503,
        code: 'unavailable',
        message: 'The database does not answer. Try again in a moment.',
      };
    default:
      return {
        status: 500,
        code: error.code,
        message: 'The database refused. The log of the gateway has the details.',
      };
  }
}

function answerToDav(error: DavError): Answer {
  switch (error.code) {
    case 'needs-login':
      return {
        status: 422,
        code: 'login-refused',
        message: 'The server refused this user name or password. Some servers want an app password.',
      };
    case 'not-found':
    case 'unsupported':
      return {
        status: 422,
        code: 'no-dav-here',
        message: 'No CalDAV or CardDAV collections were found there. Check the address.',
      };
    case 'forbidden':
      return {
        status: 422,
        code: 'forbidden',
        message: 'The server does not let this user see its collections.',
      };
    case 'refused-redirect':
      return {
        status: 422,
        code: 'refused-address',
        message:
          'That address leads somewhere the gateway does not go (another host, or a private network; see DAV_ALLOW_PRIVATE).',
      };
    case 'unreachable':
    case 'timeout':
    case 'busy':
    case 'server-failure':
      return {
        status: 502,
        code: 'unreachable',
        message: 'The server cannot be reached or is busy. Try again later.',
      };
    case 'malformed':
    case 'too-large':
      return {
        status: 502,
        code: 'cloud-problem',
        message: 'The server answered something that is not usable DAV.',
      };
    default:
      error.code satisfies never;
      return { status: 500, code: 'internal', message: 'Something went wrong here.' };
  }
}
