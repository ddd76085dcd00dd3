import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** One answer as it came over the wire. */
export interface RawResponse {
  status: number;
  headers: Map<string, string[]>;
  body: string;
  /** Everything received, heads included: where a leak would be. */
  raw: string;
  milliseconds: number;
}

/** One request, in which nothing is checked or repaired. A header may stand twice, a path may be nonsense. */
export interface RawRequest {
  method?: string;
  path: string;
  host: string;
  headers?: readonly (readonly [string, string])[];
  body?: string | Buffer;
}

/** Where a service listens. */
export interface Peer {
  readonly host: string;
  /** What its certificate has to name. */
  readonly name: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** A bare connection to where a service listens. */
export function openSocket(at: number | Peer): Socket {
  if (typeof at === 'number') return connect(at, '127.0.0.1');
  const { host, name, port, isSecure } = at;
  if (!isSecure) return connect(port, host);
  return isIP(name) > 0 ? connectSecurely({ host, port }) : connectSecurely({ host, port, servername: name });
}

/**
 * Sends bytes as they are and reads one answer. A client library would refuse or repair half of what is sent here.
 * Strings travel as latin1, one byte a character, so that any byte can be written; a `null` answer is a closed connection without one.
 */
export function sendRaw(at: number | Peer, bytes: Buffer, deadline = 30_000, method = ''): Promise<RawResponse | null> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const socket = openSocket(at);
    const chunks: Buffer[] = [];
    const read = (ended: boolean): RawResponse | null => readAnswer(Buffer.concat(chunks), began, ended, method);
    const finish = (answer: RawResponse | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      const headOnly = method === 'HEAD' ? read(true) : null;
      if (headOnly !== null) return finish(headOnly);
      socket.destroy();
      reject(
        new Error(
          `no answer within ${deadline} ms; received: ${Buffer.concat(chunks).toString('latin1').slice(0, 200)}`,
        ),
      );
    }, deadline);
    socket.setNoDelay(true);
    // Queued until the way is open.
    socket.write(bytes);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const answer = read(false);
      if (answer !== null) finish(answer);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A refused upload is cut while it is still being written; what was answered before that counts.
      const answer = read(true);
      if (answer !== null || error.code === 'ECONNRESET' || error.code === 'EPIPE') finish(answer);
      else {
        clearTimeout(timer);
        reject(error);
      }
    });
    socket.on('close', () => finish(read(true)));
  });
}

/** The bytes of a request (HTTP/1.1, `Connection: close`); a `Content-Length` is added for a body that has no framing of its own. */
export function encodeRequest(request: RawRequest): Buffer {
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : (request.body ?? Buffer.alloc(0));
  const headers = request.headers ?? [];
  const lines = [`${request.method ?? 'GET'} ${request.path} HTTP/1.1`, `Host: ${request.host}`, 'Connection: close'];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (!framed && request.body !== undefined) lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** What came so far as an answer: `null` until its head is there and, unless the connection has `ended`, its body. */
export function readAnswer(bytes: Buffer, began: number, ended: boolean, method = ''): RawResponse | null {
  const raw = bytes.toString('latin1');
  const headEnd = raw.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine = '', ...lines] = raw.slice(0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? Number.NaN);
  if (status < 200 && status !== 101) return readAnswer(bytes.subarray(headEnd + 4), began, ended, method);
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const rest = raw.slice(headEnd + 4);
  // An answer to HEAD has the length of the body that it does not bring.
  const body = method === 'HEAD' ? (ended ? rest : null) : readBody(status, headers, rest, ended);
  if (body === null) return null;
  return {
    status,
    headers,
    body: Buffer.from(body, 'latin1').toString('utf8'),
    raw,
    milliseconds: performance.now() - began,
  };
}

function readBody(status: number, headers: Map<string, string[]>, rest: string, ended: boolean): string | null {
  if (status === 204 || status === 304) return '';
  // An event stream ends with its session: what came with its head is the answer.
  if (headers.get('content-type')?.[0]?.startsWith('text/event-stream') === true) return rest;
  const length = headers.get('content-length')?.[0];
  if (length !== undefined) return rest.length >= Number(length) ? rest.slice(0, Number(length)) : ended ? rest : null;
  if (headers.get('transfer-encoding')?.[0]?.toLowerCase() !== 'chunked') return ended ? rest : null;
  let body = '';
  let at = 0;
  for (;;) {
    const lineEnd = rest.indexOf('\r\n', at);
    const size = Number.parseInt(rest.slice(at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size) || rest.length < lineEnd + 2 + size) return ended ? body : null;
    if (size === 0) return body;
    body += rest.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 4 + size;
  }
}
