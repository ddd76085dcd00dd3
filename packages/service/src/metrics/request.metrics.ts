import { Histogram } from '@prometheus-io/client';
import type { Metrics } from './metrics.js';

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Takes one finished request: method, status, seconds. */
export type Observe = (method: string, status: number, seconds: number) => void;

/** Requests and durations by route. */
export class RequestMetrics {
  readonly #durations: Histogram<'method' | 'route' | 'status'>;

  constructor(metrics: Metrics) {
    this.#durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Duration of requests by route pattern; the count is the number of requests.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [metrics.registry],
    });
  }

  /** The observer of one route; its label children are made once per method and status. */
  of(route: string): Observe {
    const children = new Map<string, Map<number, { observe(seconds: number): void }>>();
    return (method, status, seconds) => {
      let byStatus = children.get(method);
      if (byStatus === undefined) children.set(method, (byStatus = new Map()));
      let child = byStatus.get(status);
      if (child === undefined) byStatus.set(status, (child = this.#durations.labels(method, route, `${status}`)));
      child.observe(seconds);
    };
  }
}
