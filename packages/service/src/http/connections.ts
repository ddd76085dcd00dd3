import type { Server } from 'node:http';
import type { Counter } from '@prometheus-io/client';
import type { Metrics } from '../metrics/metrics.js';
import { OneAtATime } from './one-at-a-time.js';
import { endStalledSockets, type StallBounds } from './stalled-sockets.js';

const STALL: StallBounds = { stalledAfterMs: 30_000, checkEveryMs: 5000 };

type Reason = 'over_limit' | 'not_reading' | 'too_far_ahead';

/** Bounds what clients can have a server keep for them: how many they are, and what waits for those that do not read. */
export class Connections {
  readonly turns: OneAtATime;
  readonly #ended: Counter<'reason'>;

  constructor(private readonly metrics: Metrics) {
    this.#ended = metrics.counter(
      'latchkey_connections_ended_total',
      'Connections that the service ended, by reason.',
      { reason: ['over_limit', 'not_reading', 'too_far_ahead'] satisfies Reason[] },
    );
    this.turns = new OneAtATime(() => this.#end('too_far_ahead'));
  }

  /** Sets the bounds of a server before it listens. */
  bound(server: Server, most: number, stall = STALL): void {
    server.maxConnections = most;
    server.on('drop', () => this.#end('over_limit'));
    endStalledSockets(server, stall, () => this.#end('not_reading'));
    // Known while the connection lasts, and then still: the line of a request is written when it may be gone.
    server.on('connection', (socket) => void socket.remoteAddress);
    this.metrics.gauge('latchkey_connections_limit', 'Connections that may be open.').set(most);
    this.metrics.gauge('latchkey_connections_open', 'Open connections.', [], (gauge) =>
      count(server).then((open) => gauge.set(open)),
    );
  }

  #end(reason: Reason): void {
    this.#ended.inc({ reason });
  }
}

function count(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, open) => resolve(open ?? 0)));
}
