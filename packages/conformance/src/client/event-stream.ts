import type { Socket } from 'node:net';
import { until } from './clock.js';
import type { Exchange } from './exchange.js';
import { encodeRequest, openSocket, readAnswer, type Peer, type RawRequest, type RawResponse } from './raw-http.js';

/** An answer that goes on: server-sent events over a bare socket (WHATWG HTML, §9.2). */
export class EventStream {
  readonly #peer: Peer;
  readonly #request: RawRequest;
  readonly #socket: Socket;
  readonly #began = performance.now();
  readonly #chunks: Buffer[] = [];
  #isClosed = false;

  constructor(peer: Peer, request: RawRequest) {
    this.#peer = peer;
    this.#request = request;
    this.#socket = openSocket(peer);
    this.#socket.write(encodeRequest(request));
    this.#socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    // What is wrong with it shows in what came.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => (this.#isClosed = true));
  }

  /** The request, and what came of it so far. */
  get exchange(): Exchange {
    return { peer: this.#peer, request: this.#request, answer: this.#answer };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The data of the last event of this name; undefined if none came. */
  dataOf(event: string): string | undefined {
    const blocks = (this.#answer?.body ?? '').split(/\r?\n\r?\n/).map((block) => block.split(/\r?\n/));
    const last = blocks.findLast((lines) => lines.some((line) => line.replace(/^event: ?/, '') === event));
    return last?.find((line) => line.startsWith('data:'))?.replace(/^data: ?/, '');
  }

  /** Whether its head came within so many milliseconds and, unless it is an error, a first word of its body. */
  async begins(within: number): Promise<boolean> {
    const hasBegun = (): boolean => {
      const answer = this.#answer;
      return answer !== null && (answer.status !== 200 || answer.body !== '');
    };
    return (await until(() => hasBegun() || this.#isClosed, within)) !== undefined && hasBegun();
  }

  /** Whether the service has closed it within so many milliseconds. */
  async closes(within: number): Promise<boolean> {
    return (await until(() => this.#isClosed, within)) !== undefined;
  }

  close(): void {
    this.#socket.destroy();
  }

  get #answer(): RawResponse | null {
    return readAnswer(Buffer.concat(this.#chunks), this.#began, true);
  }
}
