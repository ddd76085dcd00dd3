import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type LabelValues } from '@prometheus-io/client';

/**
 * Names of a metric's labels; or, by its name, the values of each that are known beforehand. Their series begin with zero, so
 * that the first event is a change that an alert sees.
 */
export type MetricLabels<L extends string> = readonly L[] | Readonly<Record<L, readonly string[]>>;

let ofProcess: Registry | undefined;

/** What Node tells of its process. Taken once, however many services it holds: its timers run for as long as the process does. */
function processRegistry(): Registry {
  if (ofProcess !== undefined) return ofProcess;
  ofProcess = new Registry();
  // Without a window: the library turns it once for each 12 s that the clock was set ahead, and a year stops the process.
  const noWindow = { eventLoopUtilizationMaxAgeSeconds: 0, eventLoopUtilizationAgeBuckets: 1 };
  collectDefaultMetrics({ register: ofProcess, eventLoopMonitoringPrecision: 50, ...noWindow });
  return ofProcess;
}

/** The figures of one service in Prometheus' text format. */
export class Metrics {
  readonly registry = new Registry();
  readonly #process = processRegistry();
  readonly #refusals = this.counter('latchkey_refusals_total', 'Requests refused, by reason.', ['reason']);

  /** Counts a refused request; `reason` is a snake_case fact from a closed list, never client input. */
  refused(reason: string): void {
    this.#refusals.inc({ reason });
  }

  /** Shows refusals of these reasons with zero before there is one. */
  expectRefusals(reasons: readonly string[]): void {
    for (const reason of reasons) this.#refusals.inc({ reason }, 0);
  }

  /** A new counter in this registry. */
  counter<L extends string>(name: string, help: string, labels: MetricLabels<L> = []): Counter<L> {
    const counter = new Counter<L>({ name, help, labelNames: namesOf(labels), registers: [this.registry] });
    for (const series of knownSeries(labels)) counter.inc(series, 0);
    return counter;
  }

  /** A new histogram in this registry; `buckets` are upper bounds in the unit of the name, ascending. */
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels: MetricLabels<L> = [],
  ): Histogram<L> {
    const registers = [this.registry];
    const histogram = new Histogram<L>({ name, help, labelNames: namesOf(labels), buckets: [...buckets], registers });
    for (const series of knownSeries(labels)) histogram.zero(series);
    return histogram;
  }

  /** A new gauge in this registry; `collect` is called before each scrape. */
  gauge<L extends string>(
    name: string,
    help: string,
    labels: readonly L[] = [],
    collect?: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L> {
    const gauge: Gauge<L> = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      ...(collect && { collect: () => collected(collect, gauge) }),
    });
    return gauge;
  }

  /** Everything, that of the process too, as text. */
  text(): Promise<string> {
    return Registry.merge([this.#process, this.registry]).metrics();
  }
}

function namesOf<L extends string>(labels: MetricLabels<L>): L[] {
  return isOpen(labels) ? [...labels] : (Object.keys(labels) as L[]);
}

/** Every combination of the known values. */
function knownSeries<L extends string>(labels: MetricLabels<L>): LabelValues<L>[] {
  if (isOpen(labels)) return [];
  let series = [{}] as LabelValues<L>[];
  for (const name of namesOf(labels))
    series = series.flatMap((one) => labels[name].map((value) => ({ ...one, [name]: value })));
  return series;
}

function isOpen<L extends string>(labels: MetricLabels<L>): labels is readonly L[] {
  return Array.isArray(labels);
}

// One figure that cannot be had keeps none of the others back.
async function collected<G>(collect: (gauge: G) => void | Promise<void>, gauge: G): Promise<void> {
  try {
    await collect(gauge);
  } catch {
    return;
  }
}
