import { request, type IncomingMessage } from 'node:http';

/** How a stream was over. */
export interface StreamEnd {
  /** Data of its event `end`; undefined if it ended without one. */
  readonly code: string | undefined;
  /** Whether the connection broke. */
  readonly isBroken: boolean;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/** A page that listens to Server-Sent Events, on a connection of its own. */
export class EventStream {
  /** All that has come. */
  text = '';
  /** Resolves when the stream is over. */
  readonly over: Promise<StreamEnd>;

  private constructor(private readonly answer: IncomingMessage) {
    answer.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    this.over = new Promise((resolve) => {
      const done = (isBroken: boolean) => (): void => resolve({ code: this.#code(), isBroken, at: performance.now() });
      answer.once('end', done(false)).once('error', done(true)).once('close', done(true));
    });
  }

  /** Resolves with the head of the answer. */
  static open(url: string, headers: Record<string, string>, method = 'GET'): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      request(url, { agent: false, headers, method }, (answer) => resolve(new EventStream(answer)))
        .once('error', reject)
        .end();
    });
  }

  get status(): number {
    return this.answer.statusCode!;
  }

  get headers(): IncomingMessage['headers'] {
    return this.answer.headers;
  }

  /** Leaves, as a page that is closed. */
  leave(): void {
    this.answer.destroy();
  }

  #code(): string | undefined {
    return /^event: end\ndata: \{"code":"(\w+)"\}\n\n/m.exec(this.text)?.[1];
  }
}
