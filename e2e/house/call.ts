import { Agent, request as send } from 'node:http';

/** Where a service, or one replica of it, is reached and what it is called there. */
export interface Place {
  readonly port: number;
  readonly host: string;
  readonly url: string;
}

export interface Call {
  method?: string;
  path: string;
  headers?: readonly (readonly [string, string])[];
  json?: unknown;
  /** Milliseconds. */
  deadline?: number;
  /** A connection of its own, closed afterwards. */
  fresh?: boolean;
}

export interface Heard {
  readonly status: number;
  readonly headers: Map<string, string[]>;
  readonly body: string;
  readonly milliseconds: number;
}

const kept = new Agent({ keepAlive: true, maxSockets: 512 });

/** A well-behaved client that keeps connections; rejects with the error of the connection. */
export function call(place: Place, asked: Call, isRetry = false): Promise<Heard> {
  const began = performance.now();
  const { method = 'GET', path, headers = [], json, deadline = 10_000, fresh = false } = asked;
  const body = json === undefined ? undefined : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const outgoing = send({
      host: '127.0.0.1',
      port: place.port,
      method,
      path,
      agent: fresh ? false : kept,
      headers: {
        host: place.host,
        ...Object.fromEntries(headers),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      signal: AbortSignal.timeout(deadline),
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that was closed while idle: every browser opens another.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !isRetry) resolve(call(place, asked, true));
      else reject(error);
    });
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Map(
            Object.entries(answer.headersDistinct).map(([name, values]) => [name, values ?? []] as const),
          ),
          body: Buffer.concat(chunks).toString(),
          milliseconds: performance.now() - began,
        }),
      );
    });
    outgoing.end(body);
  });
}

/** One replica instead of whoever is next behind the balancer. */
export function at(front: Place, replica: { readonly port: number } | undefined): Place {
  if (replica === undefined) throw new Error(`${front.url} has no such replica`);
  return { url: front.url, host: front.host, port: replica.port };
}

export function codeOf(heard: Pick<Heard, 'body'>): string {
  const { code } = problemOf(heard);
  return typeof code === 'string' ? code : '';
}

export function problemOf(heard: Pick<Heard, 'body'>): Record<string, unknown> {
  try {
    return JSON.parse(heard.body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
