/** The face of runtime: what a process needs around the work it does. */
export { koaHealth } from './health/koa-health.ts';
export type { HealthContext } from './health/koa-health.ts';
export { runChecks } from './health/run-checks.ts';
export type { Check } from './health/run-checks.ts';
export { createLifecycle } from './lifecycle.ts';
export type { Lifecycle, ProcessLike } from './lifecycle.ts';
export { createLogger, errorFields } from './logger.ts';
export type { LogLevel } from './logger.ts';
export { createMetrics } from './metrics.ts';
export type { Counter, GaugeValue, Histogram, Labels, MetricDeclaration, Metrics } from './metrics.ts';
export { loadKeys, loadToken } from './settings/load-keys.ts';
export type { LoadedKeys, NamedKey } from './settings/load-keys.ts';
export { loadSettings, SettingsError } from './settings/load-settings.ts';
export type { Settings } from './settings/load-settings.ts';
export { settingsPage } from './settings/settings-page.ts';
export { createRandom, systemClock, systemRandom } from './system-ports.ts';
