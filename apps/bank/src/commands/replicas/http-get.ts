import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { newTrace, traceHeaders } from '@latchkey/verifier/outbound';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 5_000_000;

/** What came back. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** End of the certificate that was shown, in milliseconds since 1970; undefined without TLS. */
  readonly certifiedUntil: number | undefined;
}

/**
 * Asks over a connection of its own, so that a balancer may choose anew. Redirects are not followed; time and length are bounded.
 * @throws Error if there is no whole answer
 */
export function httpGet(url: URL, more: Readonly<Record<string, string>> = {}): Promise<HttpResponse> {
  const headers = { ...traceHeaders(newTrace()), ...more };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, signal, lookup, agent: false }, (answer) => {
      // Before the connection ends, and its certificate with it.
      const certifiedUntil = endOfCertificate(answer);
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) answer.destroy(new Error('its answer is too long'));
        chunks.push(chunk);
      });
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode!, headers: answer.headers, body, certifiedUntil });
      });
      answer.on('error', reject);
    });
    asked.on('error', (error) => reject(signal.aborted ? new Error('no answer within 5 s') : error));
    asked.end();
  });
}

function endOfCertificate({ socket }: IncomingMessage): number | undefined {
  const { valid_to: end } = (socket as Partial<TLSSocket>).getPeerCertificate?.() ?? {};
  return end === undefined ? undefined : Date.parse(end);
}

// Browsers know that names below localhost are this machine; Node asks the resolver, which does not.
const lookup: LookupFunction = (host, options, callback) => {
  if (!host.endsWith('.localhost')) return systemLookup(host, options, callback);
  if (options.all) return callback(null, [{ address: '127.0.0.1', family: 4 }]);
  return callback(null, '127.0.0.1', 4);
};
