/** How often a handler that throws is run in all. */
export const maxAttempts = 5;

/** The pause before the next run, in milliseconds; `attempt` counts the runs so far, from 1. */
export function retryDelay(attempt: number, first = firstRetryDelay): number {
  return first * 2 ** (attempt - 1);
}

/** Long enough for a database to fail over within the five runs: 2 + 4 + 8 + 16 s. */
export const firstRetryDelay = 2_000;
