import { runChecks } from './run-checks.ts';
import type { Check } from './run-checks.ts';

/** The part of Koa's context that is used; this package does not depend on Koa. */
export interface HealthContext {
  readonly method: string;
  readonly path: string;
  status: number;
  body: unknown;
  set(name: string, value: string): void;
}

/**
 * Koa middleware for the three probes. `/livez`: the event loop turns, nothing else. `/startupz`: the start is over.
 * `/readyz`: started, not stopping, and every check answers within two seconds; the JSON names what does not.
 */
export function koaHealth(options: {
  readonly checks: Readonly<Record<string, Check>>;
  readonly lifecycle: { isReady(): boolean; isStopping(): boolean };
}): (context: HealthContext, next: () => Promise<unknown>) => Promise<void> {
  const { lifecycle } = options;
  let running: ReturnType<typeof runChecks> | null = null;
  // Probes come from several sides at once; they share one round of checks.
  const check = () => {
    running ??= runChecks(options.checks).finally(() => {
      running = null;
    });
    return running;
  };
  const answer = (context: HealthContext, ok: boolean, body: Readonly<Record<string, unknown>>): void => {
    context.status = ok ? 200 : 503;
    context.set('Cache-Control', 'no-store');
    context.body = { status: ok ? 'ok' : 'unavailable', ...body };
  };
  return async (context, next) => {
    const probe = context.method === 'GET' || context.method === 'HEAD' ? context.path : '';
    switch (probe) {
      case '/livez':
        return answer(context, true, {});
      case '/startupz':
        return answer(context, lifecycle.isReady() || lifecycle.isStopping(), {});
      case '/readyz': {
        if (!lifecycle.isReady()) {
          return answer(context, false, { reason: lifecycle.isStopping() ? 'stopping' : 'starting' });
        }
        const checks = await check();
        return answer(
          context,
          Object.values(checks).every((result) => result === 'ok'),
          { checks },
        );
      }
      default:
        await next();
    }
  };
}
