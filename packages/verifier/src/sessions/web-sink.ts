import type { StreamSink } from './event-stream.js';

const encoder = new TextEncoder();

/** An event stream as the body of a WHATWG `Response`. */
export class WebSink implements StreamSink {
  /** For the response. */
  readonly body: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #tellClosed!: () => void;
  readonly #closed = new Promise<void>((resolve) => (this.#tellClosed = resolve));
  #isOpen = true;

  constructor() {
    // A queue that is full from the start: what waits in it has not been asked for.
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: 0 });
    this.body = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.#controller = controller), cancel: () => this.#close() },
      strategy,
    );
  }

  get waiting(): number {
    return -(this.#controller.desiredSize ?? 0);
  }

  write(text: string): void {
    if (this.#isOpen) this.#controller.enqueue(encoder.encode(text));
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#controller.close();
    this.#close();
  }

  destroy(): void {
    if (this.#isOpen) this.#controller.error(new Error('nobody reads this stream'));
    this.#close();
  }

  onClose(listener: () => void): void {
    void this.#closed.then(listener);
  }

  #close(): void {
    this.#isOpen = false;
    this.#tellClosed();
  }
}
