/** A route as data, so that the table of all routes, with how each is protected, can be printed and tested. */
import type { Middleware } from 'koa';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** `token`: the operator's bearer token. `open`: anybody; nothing about any account may be said there. */
  readonly auth: 'token' | 'open';
  readonly handle: Middleware;
}
