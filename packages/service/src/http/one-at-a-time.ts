import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Requests of one connection that may wait for the answers before them. */
const MAX_WAITING = 100;

/**
 * Lets the requests of a connection be worked on one after the other. Node reads ahead, and would have all of them answered
 * into memory while the client reads nothing.
 */
export class OneAtATime {
  readonly #waiting = new WeakMap<Socket, number>();

  /** @param refused called before a connection is ended that sends too many ahead */
  constructor(private readonly refused: (socket: Socket) => void) {}

  /** Whether answers to earlier requests of the connection are still owed. */
  static mustWait({ raw }: FastifyReply): boolean {
    return raw.socket === null;
  }

  /** Calls `next` when it is this request's turn; never, if the connection ends before. */
  wait({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply, next: () => void): void {
    const count = (this.#waiting.get(socket) ?? 0) + 1;
    if (count > MAX_WAITING) return this.#end(socket);
    this.#waiting.set(socket, count);
    // Node hands the socket to a response when those before it are written.
    raw.once('socket', () => {
      this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1);
      next();
    });
  }

  #end(socket: Socket): void {
    if (socket.destroyed) return;
    this.refused(socket);
    socket.resetAndDestroy();
  }
}
