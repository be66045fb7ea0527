/**
 * The frame that every service's process stands in: settings, log, keys, database, queue, metrics and the order in
 * which all of it is closed again. The service adds its own work to it.
 */
import { inProcessJobs, redisJobs, type Jobs } from '@anchorage/jobs';
import type { Clock, Logger, Randomness } from '@anchorage/model';
import { keyRing, openStore, StoreError, type Store } from '@anchorage/store';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createLogger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { loadKeys } from './settings/load-keys.ts';
import { loadSettings, SettingsError, type Settings } from './settings/load-settings.ts';
import { systemClock, systemRandom } from './system-ports.ts';

export interface ProcessFrame {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly store: Store;
  readonly jobs: Jobs;
}

/**
 * Opens everything and hands it to `run`, which adds the service's own work and resolves with the line to print when
 * it is ready. What is wrong with the settings or the database is said in one sentence, and the process ends with 2.
 */
export async function openProcess(
  name: string,
  run: (frame: ProcessFrame) => Promise<string>,
): Promise<void> {
  // Whoever reads the log may die before us: a line that nobody takes must not become an error that is logged in turn.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const frame = await openFrame(name);
    const readyLine = await run(frame);
    frame.lifecycle.ready();
    process.stdout.write(`${readyLine}\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${complaint(error)}\n`);
    process.exit(2);
  }
}

async function openFrame(name: string): Promise<ProcessFrame> {
  const settings = loadSettings(process.env);
  // Standard output is for the ready line; the log goes beside it.
  const logger = createLogger({ level: settings.logLevel, name, destination: process.stderr });
  const lifecycle = createLifecycle(logger, {
    stepTimeoutMs: settings.drainTimeoutMs,
    drainDelayMs: settings.drainDelayMs,
  });
  const clock = systemClock;
  const random = systemRandom;
  const store = await openStore({
    url: settings.databaseUrl,
    keys: keyRing(loadKeys(settings)),
    clock,
    random,
    poolSize: settings.databasePoolSize,
    migrate: settings.databaseMigrate,
    logger,
  });
  lifecycle.onStop('store', () => store.close());
  const jobs = openJobs(settings, clock, logger);
  lifecycle.onStop('queue', () => jobs.queue.close());
  const metrics = createMetrics({ service: name });
  lifecycle.onStop('metrics', () => metrics.close());
  if (settings.metricsPort !== null) await metrics.listen(settings.metricsPort, settings.metricsHost);
  return { settings, logger, lifecycle, metrics, clock, random, store, jobs };
}

function openJobs(settings: Settings, clock: Clock, logger: Logger): Jobs {
  if (settings.redisUrl === null) return inProcessJobs({ clock, logger });
  return redisJobs({
    url: settings.redisUrl,
    prefix: settings.redisPrefix,
    lockMs: settings.jobLockMs,
    logger,
  });
}

function complaint(error: unknown): string {
  if (error instanceof SettingsError || error instanceof StoreError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
