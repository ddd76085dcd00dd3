import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { freePort } from '@latchkey/testing';

/** What the bank does with a logout: a status, a problem's code for a 401, or nothing at all. */
export type Behaviour = 'takes' | 'hangs' | 'is starting' | { readonly refuses: string };

/** One logout as it reached the bank. */
export interface Delivered {
  readonly path: string;
  /** The session that the proof names; the token where a logout of an earlier release was sent. */
  readonly sid: string;
  readonly everywhere?: boolean;
}

/** Plays the bank towards a service that tells it of logouts. */
export class PlayedBank {
  readonly delivered: Delivered[] = [];
  behaviour: Behaviour = 'takes';
  readonly #hanging: ServerResponse[] = [];
  #server: Server | undefined;
  #port = 0;

  /** Where it listens, or listened before it died. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async live(): Promise<this> {
    this.#port ||= await freePort();
    const server = createServer((request, response) => {
      if (request.method !== 'POST') return void response.writeHead(404).end();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.delivered.push(deliveredBy(request, Buffer.concat(chunks).toString()));
        this.#answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#server = server;
    return this;
  }

  /** Takes what hangs, and whatever comes. */
  relent(): void {
    this.behaviour = 'takes';
    for (const response of this.#hanging.splice(0)) this.#answer(response);
  }

  async die(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  #answer(response: ServerResponse): void {
    if (this.behaviour === 'takes') return void response.writeHead(204).end();
    if (this.behaviour === 'is starting') return void response.writeHead(503).end();
    if (this.behaviour === 'hangs') return void this.#hanging.push(response);
    const problem = JSON.stringify({ code: this.behaviour.refuses });
    response.writeHead(401, { 'content-type': 'application/problem+json' }).end(problem);
  }
}

function deliveredBy({ url = '', headers: { authorization } }: IncomingMessage, body: string): Delivered {
  if (authorization !== undefined) return { path: url, sid: authorization.replace(/^Bearer /, '') };
  const { proof } = JSON.parse(body) as { proof: string };
  const { sid, everywhere } = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString()) as Delivered;
  return { path: url, sid, everywhere: everywhere === true };
}
