import { AppError, type Metrics } from '@latchkey/service';

const OUTCOMES = ['success', 'refused', 'throttled', 'unavailable'] as const;
const BUCKETS = [0.1, 0.25, 0.5, 1, 2, 4, 8];

type Outcome = (typeof OUTCOMES)[number];

/** How long logins take, by how they end: what people wait for is the promise, so a queue for a thread counts. */
export class LoginMetrics {
  readonly #durations;

  constructor(metrics: Metrics) {
    const help = 'Duration of logins, by outcome: success, refused, throttled, unavailable.';
    this.#durations = metrics.histogram('latchkey_login_duration_seconds', help, BUCKETS, { outcome: OUTCOMES });
  }

  /** Does the login, and takes its time. */
  async timed<T>(login: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    let outcome: Outcome = 'success';
    try {
      return await login();
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      this.#durations.observe({ outcome }, (performance.now() - begun) / 1000);
    }
  }
}

// An error that is none of ours is a database that is away, or a defect.
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof AppError) || error.status >= 500) return 'unavailable';
  return error.status === 429 ? 'throttled' : 'refused';
}
