/**
 * The phones' door. Mounted beside the portal in the one-process gateway, or served alone (`main.ts`).
 */
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Router } from '@koa/router';
import type { Clock, Logger, Randomness } from '@anchorage/model';
import type { JobQueue } from '@anchorage/jobs';
import { errorFields } from '@anchorage/runtime';
import type { Metrics } from '@anchorage/runtime';
import type { Store } from '@anchorage/store';
import Koa from 'koa';
import type { Middleware } from 'koa';
import { takenPlaces } from './admission.ts';
import type { Front } from './front.ts';
import { frontMetrics } from './front-metrics.ts';
import { defaultFrontSettings } from './front-settings.ts';
import type { FrontSettings } from './front-settings.ts';
import { forgetChallenges, forgetObjects, giveUpIdle } from './housekeeping.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { koaErrors } from './middleware/koa-errors.ts';
import { koaHttpLogin } from './middleware/koa-http-login.ts';
import { koaSync } from './middleware/koa-sync.ts';
import { forgetEnrolments } from './pass-through.ts';

export interface FrontOptions {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly logger: Logger;
  readonly settings?: Partial<FrontSettings>;
  readonly metrics?: Metrics;
  /** For a simulation that makes its own time. */
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface PhoneFront {
  /** Serves the phones' routes and nothing else. */
  readonly app: Koa;
  /** The same routes for another Koa application: `other.use(front.router.routes())`. */
  readonly router: Router;
  /** Ends sessions that fell silent; also done every minute after `start`. Returns how many. */
  giveUpIdle(): Promise<number>;
  /** Begins the periodic work. */
  start(): void;
  /** Takes no new message, resolves when those under way are answered. */
  stop(): Promise<void>;
}

export function createFront(options: FrontOptions): PhoneFront {
  const front = assemble(options);
  const inFlight = new Set<Promise<unknown>>();
  let stopping = false;
  const timers: NodeJS.Timeout[] = [];

  const track: Middleware = async (ctx, next) => {
    if (stopping) {
      ctx.status = 503;
      ctx.set({ 'Retry-After': '5', Connection: 'close' });
      ctx.type = 'text/plain';
      ctx.body = 'stopping, try again\n';
      return;
    }
    const work = next();
    inFlight.add(work);
    try {
      await work;
    } finally {
      inFlight.delete(work);
    }
  };
  const router = new Router();
  // `*` is the whole server (SyncML HTTP Binding 1.2.1, 5.1).
  router.all(['/sync', '/s', '\\*'], track, koaErrors(front), koaHttpLogin(front), koaSync(front));
  const app = new Koa();
  app.use(router.routes());
  // A connection that breaks while the reply is written is the phone's next resend, not our error.
  app.on('error', (error: unknown) => {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    front.logger.info('connection failed', { code });
  });

  return {
    app,
    router,
    giveUpIdle: () => giveUpIdle(front),
    start() {
      const every = (ms: number, work: () => Promise<number>) => {
        const run = () =>
          work().catch((error: unknown) => front.logger.warn('housekeeping failed', errorFields(error)));
        timers.push(setInterval(() => void run(), ms).unref());
      };
      every(60_000, () => giveUpIdle(front));
      every(60_000, () => forgetEnrolments(front));
      every(3_600_000, () => forgetChallenges(front));
      every(3_600_000, () => forgetObjects(front));
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(inFlight);
    },
  };
}

function assemble(options: FrontOptions): Front {
  const { store, queue, clock, random, logger } = options;
  const key = random.bytes(16);
  const processId = random.id();
  return {
    store,
    queue,
    clock,
    random,
    logger,
    settings: { ...defaultFrontSettings, ...options.settings },
    metrics: frontMetrics(options.metrics, () => takenPlaces({ store, clock }, processId)),
    throttle: createLoginThrottle(clock),
    strangers: createLoginThrottle(clock),
    deviceHash: (uri) => createHmac('sha256', key).update(uri).digest('hex').slice(0, 12),
    processId,
    sleep: options.sleep ?? ((ms) => delay(ms)),
  };
}
