import { collectDefaultMetrics, Counter, Gauge, Registry } from '@prometheus-io/client';

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

  /** A new counter in this registry. */
  counter<L extends string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
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

// One figure that cannot be had keeps none of the others back.
async function collected<G>(collect: (gauge: G) => void | Promise<void>, gauge: G): Promise<void> {
  try {
    await collect(gauge);
  } catch {
    return;
  }
}
