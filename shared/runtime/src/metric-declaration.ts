/** What a metric says of itself, for METRICS.md. */
export interface MetricDeclaration {
  readonly name: string;
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
}
