import { describeError } from '@latchkey/verifier/outbound';
import { httpGet } from './http-get.js';
import { polledReport, type PolledService } from './polled-service.contract.js';

/** Asks a service what its replicas verify with. Never throws: what went wrong is in the result, readable. */
export async function askService(service: string, url: string, opsToken?: string): Promise<PolledService> {
  const fault = (words: string): PolledService => ({ service, url, replicas: [], fault: words });
  try {
    const { status, body } = await httpGet(new URL('/internal/keys', url), bearer(opsToken));
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

/** The header that opens what is for operators; none without a token. */
export const bearer = (opsToken: string | undefined): Record<string, string> =>
  opsToken === undefined ? {} : { authorization: `Bearer ${opsToken}` };
