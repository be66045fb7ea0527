/** Keeps what the services log, and looks at every word for what must never be there (I11). */
import type { LogFields, Logger } from '@anchorage/model';

export interface LogBook {
  readonly logger: Logger;
  /** Lines so far. */
  readonly count: () => number;
  readonly last: (many: number) => readonly string[];
}

/** `leak` is told of the line that holds a canary. */
export function createLogBook(
  canary: RegExp,
  leak: (line: string) => void,
  tell: (line: string) => void,
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
      if (canary.test(line)) leak(line);
      if (level === 'warn' || level === 'error') tell(line);
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
