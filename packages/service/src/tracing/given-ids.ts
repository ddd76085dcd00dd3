import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace';
import type { Trace } from '@latchkey/verifier/outbound';

/** Gives spans the ids that the log has, and that were passed on; random ones to the others. */
export class GivenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #given: Trace | undefined;

  /** Runs what makes one span, which gets the ids of the trace. */
  with<T>(trace: Trace, make: () => T): T {
    this.#given = trace;
    try {
      return make();
    } finally {
      this.#given = undefined;
    }
  }

  generateTraceId(): string {
    return this.#given?.id ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#given?.span ?? this.#random.generateSpanId();
  }
}
