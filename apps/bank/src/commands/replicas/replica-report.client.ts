import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describeError } from '@latchkey/verifier/outbound';
import { polledReport, type PolledService } from './polled-service.contract.js';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1_000_000;

/** Asks a service what its replicas verify with. Never throws: what went wrong is in the result, readable. */
export async function askService(service: string, url: string, opsToken?: string): Promise<PolledService> {
  const fault = (words: string): PolledService => ({ service, url, replicas: [], fault: words });
  try {
    const { status, body } = await get(new URL('/internal/keys', url), opsToken);
    if (status === 401 || status === 403)
      return fault(`does not tell us its keys (${status}): set OPS_TOKEN, or its part of OPS_TOKENS, to its own`);
    if (status !== 200) return fault(`answers ${status} when asked for its keys`);
    const read = polledReport.safeParse(JSON.parse(body));
    if (!read.success) return fault('answers something else than a report of its keys');
    if (read.data.service !== service) return fault(`is not who answers at ${url}: that is ${read.data.service}`);
    return { url, ...read.data };
  } catch (error) {
    const asked = { who: 'it', url: new URL(url), setting: `KEYS_AT or --at ${service}=URL` };
    return fault(`cannot be reached: ${describeError(error, asked)}`);
  }
}

function get(url: URL, opsToken: string | undefined): Promise<{ status: number; body: string }> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = opsToken === undefined ? {} : { authorization: `Bearer ${opsToken}` };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, signal, lookup, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) answer.destroy(new Error('its answer is too long'));
        chunks.push(chunk);
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, body: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
    });
    asked.on('error', (error) => reject(signal.aborted ? new Error('no answer within 5 s') : error));
    asked.end();
  });
}

// Browsers know that names below localhost are this machine; Node asks the resolver, which does not.
const lookup: LookupFunction = (host, options, callback) => {
  if (!host.endsWith('.localhost')) return systemLookup(host, options, callback);
  if (options.all) return callback(null, [{ address: '127.0.0.1', family: 4 }]);
  return callback(null, '127.0.0.1', 4);
};
