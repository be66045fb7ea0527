import { pino } from 'pino';
import type { DestinationStream, Logger as Pino } from 'pino';
import type { LogFields, Logger } from '@anchorage/model';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * JSON lines on standard output. Fields whose name speaks of a secret are blanked and user information is cut out of URLs:
 * the last net, not the rule (see `Logger`).
 *
 * @param destination for tests; default standard output
 */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly name: string;
  readonly destination?: DestinationStream;
}): Logger {
  const base = {
    level: options.level,
    name: options.name,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(options.destination ? pino(base, options.destination) : pino(base));
}

/**
 * What a log line may say of an error: class, code, and where it was thrown. Messages are left out, they may quote rows,
 * URLs or items.
 */
export function errorFields(error: unknown): { readonly error: string; readonly stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const labels: string[] = [];
  for (let one: unknown = error; one instanceof Error && labels.length < 5; one = one.cause) {
    const { code } = one as { readonly code?: unknown };
    labels.push(typeof code === 'string' ? `${one.name} ${code}` : one.name);
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: labels.join(' < '),
    stack: frames
      .slice(0, 12)
      .map((line) => line.trim())
      .join('\n'),
  };
}

function wrap(log: Pino): Logger {
  return {
    debug: (message, fields) => log.debug(safe(fields), message),
    info: (message, fields) => log.info(safe(fields), message),
    warn: (message, fields) => log.warn(safe(fields), message),
    error: (message, fields) => log.error(safe(fields), message),
    child: (fields) => wrap(log.child(safe(fields))),
  };
}

function safe(fields: LogFields = {}): Record<string, LogFields[string]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, secretName.test(name) ? '[redacted]' : cut(value)]),
  );
}

function cut(value: LogFields[string]): LogFields[string] {
  if (typeof value !== 'string') return value;
  const plain = value.replace(/\/\/[^/\s@]*@/g, '//');
  return plain.length > maxText ? `${plain.slice(0, maxText)}…` : plain;
}

const secretName =
  /pass(word|phrase)?$|secret|token|authorization|cookie|credential|nonce|^cred$|^body$|^raw$/i;
const maxText = 4_000;
