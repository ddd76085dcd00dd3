import { Histogram } from '@prometheus-io/client';
import type { MetricObjectWithValues, MetricValueWithName } from '@prometheus-io/client';
import type { Metrics } from '../metrics/metrics.js';

const NAME = 'http_request_duration_seconds';
const BUCKETS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

/** Takes one finished request: method, status, milliseconds. */
export type Observe = (method: string, status: number, ms: number) => void;

type Labels = 'method' | 'route' | 'status';
type Value = MetricValueWithName<Labels | 'le'>;
type Exported = MetricObjectWithValues<Value>;

/** Requests of one method, route and status. Plain counters, as they are written on every request. */
class Series {
  readonly #counts = new Float64Array(BUCKETS_MS.length + 1);
  #sum = 0;

  constructor(private readonly labels: Record<Labels, string>) {}

  observe(ms: number): void {
    let bucket = 0;
    while (ms > BUCKETS_MS[bucket]!) bucket++;
    this.#counts[bucket]!++;
    this.#sum += ms;
  }

  values(): Value[] {
    const { labels } = this;
    let count = 0;
    const buckets = [...BUCKETS_MS.map((ms) => `${ms / 1000}`), '+Inf'].map((le, at) => {
      count += this.#counts[at]!;
      return { labels: { le, ...labels }, value: count, metricName: `${NAME}_bucket` };
    });
    const sum = { labels, value: this.#sum / 1000, metricName: `${NAME}_sum` };
    return [...buckets, sum, { labels, value: count, metricName: `${NAME}_count` }];
  }
}

/** Requests and durations by route, method and status; a histogram of the registry that keeps its own counters. */
export class RequestMetrics extends Histogram<Labels | 'le'> {
  readonly #series: Series[] = [];

  constructor(metrics: Metrics) {
    super({
      name: NAME,
      help: 'Duration of requests by route pattern; the count is the number of requests.',
      registers: [metrics.registry],
    });
  }

  /** The observer of one route. */
  of(route: string): Observe {
    const byMethod = new Map<string, Map<number, Series>>();
    return (method, status, ms) => {
      const series = byMethod.get(method)?.get(status) ?? this.#add(byMethod, { method, route, status });
      series.observe(ms);
    };
  }

  override get(): Promise<Exported> {
    const { name, help, type, aggregator } = this as unknown as Exported;
    const values = this.#series.flatMap((series) => series.values());
    return Promise.resolve({ name, help, type, aggregator, values } as Exported);
  }

  /** What the registry asks for when it writes text. */
  getForPromString(): Promise<Exported> {
    return this.get();
  }

  #add(byMethod: Map<string, Map<number, Series>>, of: { method: string; route: string; status: number }): Series {
    const byStatus = byMethod.get(of.method) ?? new Map<number, Series>();
    const series = new Series({ method: of.method, route: of.route, status: `${of.status}` });
    byMethod.set(of.method, byStatus.set(of.status, series));
    this.#series.push(series);
    return series;
  }
}
