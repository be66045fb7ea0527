/**
 * What the pure core is handed instead of reaching for it: clock, randomness, a logger. The simulation replaces all
 * three by seeded ones; nothing in a core package may call `Date.now`, `Math.random` or `crypto` itself.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** Work put off. The simulation hands in timers whose time it moves itself. */
export interface Timers {
  /** Calls `work` once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void;
}

export interface Randomness {
  /** `length` unpredictable octets. */
  bytes(length: number): Uint8Array;
  /** A new UUIDv7 text; later calls sort after earlier ones within one process. */
  id(): string;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Constant messages, data in fields. Never hand in a name, a number, a note, an item's text, a credential or a URL
 * with user information: ids, counts, codes and sizes only.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields & { readonly error?: string }): void;
  child(fields: LogFields): Logger;
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
