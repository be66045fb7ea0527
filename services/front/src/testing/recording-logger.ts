import type { Logger, LogFields } from '@anchorage/model';

/** Writes each line, with all that is bound to it, as JSON into `lines`. */
export function recordingLogger(lines: string[], bound: LogFields = {}): Logger {
  const write = (level: string) => (message: string, fields?: LogFields) =>
    void lines.push(JSON.stringify({ level, message, ...bound, ...fields }));
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => recordingLogger(lines, { ...bound, ...fields }),
  };
}
