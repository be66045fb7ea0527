/** All metrics of the front. Labels are from closed sets. */
import type { Metrics } from '@anchorage/runtime';

export interface FrontMetrics {
  /** A message was answered: `answered`, `resent`, `refused`. */
  message(outcome: 'answered' | 'resent' | 'refused', encoding: 'xml' | 'wbxml', seconds: number): void;
  /** A request that never became a message, by HTTP status. */
  rejected(status: number): void;
  sessionStarted(version: string): void;
  sessionEnded(outcome: 'finished' | 'aborted' | 'idle'): void;
  /** A phone asked for a whole sync. */
  wholeSync(outcome: 'admitted' | 'put-off'): void;
}

/** `places`: how many whole syncs that this process let begin are under way. */
export function frontMetrics(metrics: Metrics | undefined, places: () => Promise<number>): FrontMetrics {
  if (metrics === undefined) {
    const nothing = (): void => undefined;
    return {
      message: nothing,
      rejected: nothing,
      sessionStarted: nothing,
      sessionEnded: nothing,
      wholeSync: nothing,
    };
  }
  const messages = metrics.counter('anchorage_front_messages_total', 'SyncML messages of phones.', [
    'outcome',
    'encoding',
  ]);
  const seconds = metrics.histogram(
    'anchorage_front_message_seconds',
    'From a whole request to its reply, waiting for the cloud side included.',
    ['outcome'],
    [0.01, 0.03, 0.1, 0.3, 1, 3, 8, 15, 30],
  );
  const rejected = metrics.counter(
    'anchorage_front_rejected_total',
    'Requests that held no usable message, by HTTP status.',
    ['status'],
  );
  const started = metrics.counter('anchorage_front_sessions_started_total', 'Sessions begun after a login.', [
    'version',
  ]);
  const ended = metrics.counter('anchorage_front_sessions_ended_total', 'Sessions ended, by outcome.', [
    'outcome',
  ]);
  const whole = metrics.counter(
    'anchorage_front_whole_syncs_total',
    'Slow syncs and first refreshes that phones asked for: admitted, or told to come back later.',
    ['outcome'],
  );
  metrics.gauge(
    'anchorage_front_whole_syncs',
    'Slow syncs and first refreshes under way that this process let begin.',
    [],
    async () => [{ labels: {}, value: await places() }],
  );
  return {
    message(outcome, encoding, taken) {
      messages.add({ outcome, encoding });
      seconds.record({ outcome }, taken);
    },
    rejected: (status) => rejected.add({ status: String(status) }),
    sessionStarted: (version) => started.add({ version }),
    sessionEnded: (outcome) => ended.add({ outcome }),
    wholeSync: (outcome) => whole.add({ outcome }),
  };
}
