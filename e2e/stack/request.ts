import * as http from 'node:http';
import * as https from 'node:https';

/** Where a service, or one replica of it, is reached and what it is called there. */
export interface Target {
  readonly port: number;
  readonly host: string;
  readonly url: string;
}

export interface Request {
  method?: string;
  path: string;
  headers?: readonly (readonly [string, string])[];
  json?: unknown;
  /** Milliseconds. */
  deadline?: number;
  /** A connection of its own, closed afterwards. */
  fresh?: boolean;
}

export interface Response {
  readonly status: number;
  readonly headers: Map<string, string[]>;
  readonly body: string;
  readonly milliseconds: number;
}

/** Is told of every request of this process, and of what became of it. */
export type RequestListener = (target: Target, sent: Request, outcome: Response | Error, milliseconds: number) => void;

const listeners = new Set<RequestListener>();
const many = { keepAlive: true, maxSockets: 512 };
const agents = { 'http:': new http.Agent(many), 'https:': new https.Agent(many) };

/** Tells of every request from now on, until what it returns is called. */
export function onRequest(listener: RequestListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks as a well-behaved client that keeps connections; rejects with the error of the connection. */
export async function request(target: Target, sent: Request): Promise<Response> {
  const began = performance.now();
  const tell = (outcome: Response | Error): void =>
    listeners.forEach((listener) => listener(target, sent, outcome, performance.now() - began));
  try {
    const response = await send(target, sent);
    tell(response);
    return response;
  } catch (error) {
    tell(error as Error);
    throw error;
  }
}

function send(target: Target, sent: Request, isRetry = false): Promise<Response> {
  const began = performance.now();
  const { method = 'GET', path, headers = [], json, deadline = 30_000, fresh = false } = sent;
  const body = json === undefined ? undefined : JSON.stringify(json);
  const { hostname, protocol } = new URL(target.url);
  const client = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = client.request({
      host: addressOf(hostname),
      servername: hostname,
      port: target.port,
      method,
      path,
      agent: fresh ? false : agents[protocol === 'https:' ? 'https:' : 'http:'],
      headers: {
        host: target.host,
        ...Object.fromEntries(headers),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      signal: AbortSignal.timeout(deadline),
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that was closed while idle: every browser opens another.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !isRetry) resolve(send(target, sent, true));
      else reject(error);
    });
    outgoing.on('response', (incoming) => {
      read(incoming).then((body) => {
        const milliseconds = performance.now() - began;
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body, milliseconds });
      }, reject);
    });
    outgoing.end(body);
  });
}

async function read(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function headersOf({ headersDistinct }: http.IncomingMessage): Map<string, string[]> {
  return new Map(Object.entries(headersDistinct).map(([name, values]) => [name, values ?? []] as const));
}

/** Where a host is reached: Node cannot look up names below localhost, which are this machine in every browser. */
export function addressOf(hostname: string): string {
  return hostname === 'localhost' || hostname.endsWith('.localhost') ? '127.0.0.1' : hostname;
}

/** One replica instead of the one that the balancer would choose. */
export function at(service: Target, replica: { readonly port: number } | undefined): Target {
  if (replica === undefined) throw new Error(`${service.url} has no such replica`);
  return { url: service.url, host: service.host, port: replica.port };
}

export function codeOf(response: Pick<Response, 'body'>): string {
  const { code } = problemOf(response);
  return typeof code === 'string' ? code : '';
}

export function problemOf(response: Pick<Response, 'body'>): Record<string, unknown> {
  try {
    return JSON.parse(response.body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
