import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';
import type { MetricDeclaration } from './metric-declaration.ts';

/** What every process tells of itself. Returns how to stop watching. */
export function watchProcess(meter: Meter, declare: (declaration: MetricDeclaration) => void): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const gauge = (name: string, help: string, read: () => number): void => {
    declare({ name, kind: 'gauge', help, labels: [] });
    meter
      .createObservableGauge(name, { description: help })
      .addCallback((observe) => observe.observe(read()));
  };
  gauge('process_resident_memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  gauge('process_heap_used_bytes', 'JavaScript heap in use', () => process.memoryUsage().heapUsed);
  gauge('process_uptime_seconds', 'Seconds since the process began', () => process.uptime());
  gauge(
    'nodejs_eventloop_delay_p99_seconds',
    'Event loop delay since the last scrape, 99th percentile',
    () => {
      const seconds = delay.percentile(99) / 1e9;
      delay.reset();
      return Number.isFinite(seconds) ? seconds : 0;
    },
  );
  return () => void delay.disable();
}
