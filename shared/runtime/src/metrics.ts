import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { MetricDeclaration } from './metric-declaration.ts';
import { watchProcess } from './process-metrics.ts';

export type Labels<Name extends string> = Readonly<Record<Name, string>>;

export interface Counter<Name extends string> {
  add(labels: Labels<Name>, value?: number): void;
}
export interface Histogram<Name extends string> {
  record(labels: Labels<Name>, value: number): void;
}

/**
 * Names are Prometheus' own: base units (`_seconds`, `_bytes`), counters end in `_total`. Label values are from closed sets,
 * never ids, names or URLs.
 */
export interface Metrics {
  counter<Name extends string>(name: string, help: string, labels: readonly Name[]): Counter<Name>;
  /** `buckets`: upper bounds, ascending; default fits seconds of a request. */
  histogram<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
    buckets?: readonly number[],
  ): Histogram<Name>;
  /** `read` is called at each scrape and may be asynchronous; a failing one leaves its values out. */
  gauge<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
    read: () => Promise<readonly GaugeValue<Name>[]> | readonly GaugeValue<Name>[],
  ): void;
  declared(): readonly MetricDeclaration[];
  /** Serves `/metrics`; resolves with the port, which matters when 0 was asked for. */
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

export interface GaugeValue<Name extends string> {
  readonly labels: Labels<Name>;
  readonly value: number;
}

/** Metrics of one process through OpenTelemetry, in Prometheus' text format. */
export function createMetrics({ service }: { readonly service: string }): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    readers: [exporter],
  });
  const meter = provider.getMeter('anchorage');
  const declarations: MetricDeclaration[] = [];
  const declare = (declaration: MetricDeclaration): void => {
    if (declarations.some((one) => one.name === declaration.name)) {
      throw new RangeError(`metric ${declaration.name} is declared twice`);
    }
    declarations.push(declaration);
  };
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url?.split('?')[0] === '/metrics') {
      exporter.getMetricsRequestHandler(request, response);
    } else response.writeHead(404).end();
  });
  const stopWatching = watchProcess(meter, declare);
  return {
    counter: (name, help, labels) => {
      declare({ name, kind: 'counter', help, labels });
      const counter = meter.createCounter(name, { description: help });
      return { add: (values, value = 1) => counter.add(value, values) };
    },
    histogram: (name, help, labels, buckets = secondsBuckets) => {
      declare({ name, kind: 'histogram', help, labels });
      const histogram = meter.createHistogram(name, {
        description: help,
        advice: { explicitBucketBoundaries: [...buckets] },
      });
      return { record: (values, value) => histogram.record(value, values) };
    },
    gauge: (name, help, labels, read) => {
      declare({ name, kind: 'gauge', help, labels });
      meter.createObservableGauge(name, { description: help }).addCallback(async (observe) => {
        for (const { labels: values, value } of await read()) observe.observe(value, values);
      });
    },
    declared: () => declarations,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    close: async () => {
      stopWatching();
      if (server.listening) {
        await new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        });
      }
      await provider.shutdown();
    },
  };
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
