import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the bank does with a logout: takes it, holds the connection open, is not ready, or refuses with a problem's code. */
export type LogoutBehaviour = 'accept' | 'hang' | 'unavailable' | { readonly reject: string };

/** One logout as it reached the bank. */
export interface DeliveredLogout {
  readonly path: string;
  /** The session that the proof names; the token where a logout of an earlier release was sent. */
  readonly sid: string;
  readonly everywhere?: boolean;
}

/** The logouts that a stub bank is told of. */
export class StubLogouts {
  readonly delivered: DeliveredLogout[] = [];
  /** `traceparent` of each, in the same order. */
  readonly traceparents: unknown[] = [];
  behaviour: LogoutBehaviour = 'accept';
  readonly #hanging: ServerResponse[] = [];

  /** Notes a logout and responds by {@link behaviour}. */
  take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.traceparents.push(request.headers.traceparent);
      this.delivered.push(deliveredBy(request, Buffer.concat(chunks).toString()));
      this.#respond(response);
    });
  }

  /** Accepts what hangs, and all that follows. */
  release(): void {
    this.behaviour = 'accept';
    for (const response of this.#hanging.splice(0)) this.#respond(response);
  }

  #respond(response: ServerResponse): void {
    if (this.behaviour === 'accept') return void response.writeHead(204).end();
    if (this.behaviour === 'unavailable') return void response.writeHead(503).end();
    if (this.behaviour === 'hang') return void this.#hanging.push(response);
    const problem = JSON.stringify({ code: this.behaviour.reject });
    response.writeHead(401, { 'content-type': 'application/problem+json' }).end(problem);
  }
}

function deliveredBy({ url = '', headers: { authorization } }: IncomingMessage, body: string): DeliveredLogout {
  if (authorization !== undefined) return { path: url, sid: authorization.replace(/^Bearer /, '') };
  const { proof } = JSON.parse(body) as { proof: string };
  const { sid, everywhere } = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString()) as DeliveredLogout;
  return { path: url, sid, everywhere: everywhere === true };
}
