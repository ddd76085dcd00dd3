import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger as Pino } from 'pino';
import { describeError } from '@latchkey/verifier/outbound';

const AGAIN_AFTER_MS = 60_000;

type Export = SpanExporter['export'];

/** An exporter that says, once a minute at most, that spans are lost and why, and when they arrive again. */
export class ExportNotice implements SpanExporter {
  #lost = 0;
  #toldAt = -Infinity;
  #isFailing = false;

  /**
   * @param url where spans are sent
   * @param clock in milliseconds
   */
  constructor(
    private readonly exporter: SpanExporter,
    private readonly url: URL,
    private readonly log: Pick<Pino, 'info' | 'warn'>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  export(spans: ReadableSpan[], done: Parameters<Export>[1]): void {
    this.exporter.export(spans, (result) => {
      if (result.code === 0) this.#noteSuccess();
      else this.#noteFailure(spans.length, result.error);
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  #noteFailure(spans: number, error: unknown): void {
    this.#isFailing = true;
    this.#lost += spans;
    if (this.clock() - this.#toldAt < AGAIN_AFTER_MS) return;
    this.log.warn({ lost: this.#lost }, `spans were not exported: ${this.#reasonOf(error)}`);
    this.#toldAt = this.clock();
    this.#lost = 0;
  }

  #noteSuccess(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.log.info({ lost: this.#lost }, 'spans are exported again');
    this.#lost = 0;
  }

  // What the collector says is not quoted: it may repeat what it was sent.
  #reasonOf(error: unknown): string {
    const { code } = (error ?? {}) as { code?: unknown };
    if (typeof code !== 'number')
      return describeError(error, { who: 'the collector', url: this.url, setting: 'OTEL_EXPORTER_OTLP_ENDPOINT' });
    const isRefused = code === 401 || code === 403;
    const see = isRefused ? 'OTEL_EXPORTER_OTLP_HEADERS: is its key right?' : 'OTEL_EXPORTER_OTLP_ENDPOINT: is it one?';
    return `the collector at ${this.url.origin} answered with status ${code}. ${see}`;
  }
}
