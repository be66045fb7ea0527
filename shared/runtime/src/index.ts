/**
 * The face of runtime. To be provided:
 *
 *   loadSettings(env): Settings          zod; names in SCREAMING_SNAKE with the defaults of the contract; throws SettingsError naming the setting
 *   systemClock, systemRandom            the real ports
 *   createLogger({ level, name, destination? }): Logger      pino JSON lines, redaction, errors as code + stack without values
 *   createLifecycle(logger): { onStop(name, fn); stop(reason); ready(); isReady(); isStopping() }    SIGTERM/SIGINT, reverse order
 *   createMetrics({ service }): { counter(name, help, labels), histogram(...), gauge(...), close() }  OpenTelemetry + Prometheus exporter on METRICS_PORT
 *   koaHealth({ checks }): middleware for /livez /readyz /startupz
 */
export {};
