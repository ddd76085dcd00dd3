import * as http from 'node:http';
import * as https from 'node:https';

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

/** Whoever wants to know of every call of this process, and of what became of it. */
export type CallListener = (place: Place, asked: Call, outcome: Heard | Error, milliseconds: number) => void;

const listeners = new Set<CallListener>();
const many = { keepAlive: true, maxSockets: 512 };
const kept = { 'http:': new http.Agent(many), 'https:': new https.Agent(many) };

/** Tells of every call from now on, until what it returns is called. */
export function onCall(listener: CallListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A well-behaved client that keeps connections; rejects with the error of the connection. */
export async function call(place: Place, asked: Call): Promise<Heard> {
  const began = performance.now();
  const tell = (outcome: Heard | Error): void =>
    listeners.forEach((listener) => listener(place, asked, outcome, performance.now() - began));
  try {
    const heard = await send(place, asked);
    tell(heard);
    return heard;
  } catch (error) {
    tell(error as Error);
    throw error;
  }
}

function send(place: Place, asked: Call, isRetry = false): Promise<Heard> {
  const began = performance.now();
  const { method = 'GET', path, headers = [], json, deadline = 30_000, fresh = false } = asked;
  const body = json === undefined ? undefined : JSON.stringify(json);
  const { hostname, protocol } = new URL(place.url);
  const client = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = client.request({
      host: addressOf(hostname),
      servername: hostname,
      port: place.port,
      method,
      path,
      agent: fresh ? false : kept[protocol === 'https:' ? 'https:' : 'http:'],
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
      if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !isRetry) resolve(send(place, asked, true));
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

/** Where a host is reached: Node cannot look up names below localhost, which are this machine in every browser. */
export function addressOf(hostname: string): string {
  return hostname === 'localhost' || hostname.endsWith('.localhost') ? '127.0.0.1' : hostname;
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
