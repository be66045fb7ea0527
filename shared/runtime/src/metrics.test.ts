import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';

let metrics: Metrics;
afterEach(() => metrics.close());

async function scrape(): Promise<string> {
  const port = await metrics.listen(0, '127.0.0.1');
  expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

describe('metrics', () => {
  it('are served in the format of Prometheus, with help', async () => {
    metrics = createMetrics({ service: 'front' });
    const sessions = metrics.counter('sessions_total', 'Sessions by outcome', ['outcome']);
    sessions.add({ outcome: 'finished' });
    sessions.add({ outcome: 'finished' }, 2);
    metrics.histogram('reply_seconds', 'Time to reply', [], [1, 5]).record({}, 3);
    metrics.gauge('jobs', 'Jobs by state', ['state'], async () => [
      { labels: { state: 'waiting' }, value: 7 },
    ]);
    metrics.gauge('broken', 'Cannot be read', [], () => Promise.reject(new Error('down')));
    const page = await scrape();
    expect(page).toContain('# HELP sessions_total Sessions by outcome');
    expect(page).toMatch(/^sessions_total\{outcome="finished"\} 3$/m);
    expect(page).toMatch(/^reply_seconds_bucket\{le="5"\} 1$/m);
    expect(page).toMatch(/^jobs\{state="waiting"\} 7$/m);
    expect(page).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it('know themselves, and are declared once', () => {
    metrics = createMetrics({ service: 'front' });
    metrics.counter('a_total', 'A', ['x']);
    expect(metrics.declared()).toContainEqual({ name: 'a_total', kind: 'counter', help: 'A', labels: ['x'] });
    expect(() => metrics.counter('a_total', 'again', [])).toThrow('declared twice');
  });
});
