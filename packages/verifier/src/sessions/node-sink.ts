import type { ServerResponse } from 'node:http';
import type { StreamSink } from './event-stream.js';

/** An event stream on a response of `node:http`, whose head is written already. */
export class NodeSink implements StreamSink {
  constructor(private readonly response: ServerResponse) {}

  get waiting(): number {
    return this.response.writableLength;
  }

  write(text: string): void {
    if (!this.response.writableEnded) this.response.write(text);
  }

  end(): void {
    this.response.end();
  }

  destroy(): void {
    // What the kernel holds for it goes as well; of HTTP/2 the connection serves others too.
    if (this.response.req.httpVersionMajor === 1) this.response.socket?.resetAndDestroy();
    this.response.destroy();
  }

  onClose(listener: () => void): void {
    if (this.response.closed || this.response.destroyed) queueMicrotask(listener);
    else this.response.once('close', listener);
  }
}
