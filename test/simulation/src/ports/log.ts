/** Keeps what the services log, and looks at every word for what must never be there (I11). */
import type { LogFields, Logger } from '@anchorage/model';
import { isNobodys } from '../oracle/check-visible.ts';

export interface LogBook {
  readonly logger: Logger;
  /** Lines so far. */
  readonly count: () => number;
  readonly last: (many: number) => readonly string[];
}

/** `leak` is told of the line that holds a canary, `nobodys` of one of a trouble that does not say whose it is. */
export function createLogBook(
  canary: RegExp,
  told: {
    readonly leak: (line: string) => void;
    readonly nobodys: (line: string) => void;
    readonly trouble: (line: string) => void;
  },
): LogBook {
  const lines: string[] = [];
  let count = 0;
  const write =
    (level: string, bound: LogFields) =>
    (message: string, fields: LogFields = {}): void => {
      const line = JSON.stringify({ level, message, ...bound, ...fields });
      count += 1;
      lines.push(line);
      if (lines.length > kept) lines.shift();
      if (canary.test(line)) told.leak(line);
      if (isNobodys(level, message, { ...bound, ...fields })) told.nobodys(line);
      if (level === 'warn' || level === 'error') told.trouble(line);
    };
  const bind = (bound: LogFields): Logger => ({
    debug: write('debug', bound),
    info: write('info', bound),
    warn: write('warn', bound),
    error: write('error', bound),
    child: (fields) => bind({ ...bound, ...fields }),
  });
  return { logger: bind({}), count: () => count, last: (many) => lines.slice(-many) };
}

const kept = 200;
