import type { Logger } from '@anchorage/model';
import { errorFields } from './logger.ts';

export interface Lifecycle {
  /** Registers what is to be closed; the last one registered is closed first. */
  onStop(name: string, stop: () => Promise<void> | void): void;
  /** Everything is up: `/readyz` may say yes. */
  ready(): void;
  isReady(): boolean;
  isStopping(): boolean;
  /** Stops in reverse order, once; later calls wait for the same stop. Never rejects. */
  stop(reason: string): Promise<void>;
}

/** What a lifecycle needs of the process; tests hand in their own. */
export interface ProcessLike {
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

/**
 * Orderly start and stop. SIGTERM and SIGINT stop the process; a second signal ends it at once. An error that nobody caught
 * is logged and stops the process with code 1: its state is unknown, another process goes on.
 *
 * @param options `stepTimeoutMs`: how long one thing may take to close before the next is closed; `drainDelayMs`: how long
 *   everything stays up after readiness was withdrawn, while load balancers notice
 */
export function createLifecycle(
  logger: Logger,
  options: {
    readonly process?: ProcessLike;
    readonly stepTimeoutMs?: number;
    readonly drainDelayMs?: number;
  } = {},
): Lifecycle {
  const { process: host = process, stepTimeoutMs = 15_000, drainDelayMs = 0 } = options;
  const steps: { readonly name: string; readonly stop: () => Promise<void> | void }[] = [];
  let ready = false;
  let stopping: Promise<void> | null = null;

  const stopAll = async (reason: string): Promise<void> => {
    logger.info('stopping', { reason });
    if (ready && drainDelayMs > 0) await pause(drainDelayMs);
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        const done = await Promise.race([
          Promise.resolve(step.stop()).then(() => true),
          pause(stepTimeoutMs).then(() => false),
        ]);
        if (!done) logger.warn('did not stop in time', { part: step.name });
      } catch (error) {
        logger.error('failed to stop', { part: step.name, ...errorFields(error) });
      }
    }
    logger.info('stopped', { reason });
  };
  const stop = (reason: string): Promise<void> => {
    stopping ??= stopAll(reason);
    return stopping;
  };
  const end = (reason: string, code: number): void => {
    if (stopping) {
      host.exit(1);
      return;
    }
    void stop(reason).then(() => host.exit(code));
  };

  for (const signal of ['SIGTERM', 'SIGINT']) host.on(signal, () => end(signal, 0));
  for (const fault of ['uncaughtException', 'unhandledRejection']) {
    host.on(fault, (error) => {
      logger.error('uncaught error', { kind: fault, ...errorFields(error) });
      // While stopping, a late rejection of something closed already must not cut the rest short.
      if (!stopping) end(fault, 1);
    });
  }
  return {
    onStop: (name, close) => void steps.push({ name, stop: close }),
    ready: () => {
      ready = true;
    },
    isReady: () => ready && !stopping,
    isStopping: () => stopping !== null,
    stop,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
