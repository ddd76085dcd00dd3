import { servicesAnswer } from '@latchkey/verifier/contract';
import { describeError } from '@latchkey/verifier/outbound';
import { httpGet, type HttpResponse } from '../replicas/http-get.js';
import { askService, bearer } from '../replicas/replica-report.client.js';
import { readyDetails, type ListedService, type Look, type ServiceFacts } from './service-facts.contract.js';

/** As many looks as likely reach each of two or three replicas behind a balancer. */
const LOOKS = 6;
/** Of a block for documentation (RFC 5737): nobody has it. */
export const DISGUISE = '192.0.2.77';

/** Looks at a service. Never throws. */
export async function lookAt(id: string, url: URL, opsToken: string | undefined): Promise<ServiceFacts> {
  const keys = await askService(id, url.href, opsToken);
  try {
    const looks: Look[] = [];
    for (let index = 0; index < LOOKS; index++) looks.push(await look(url, bearer(opsToken)));
    const disguise = { ...bearer(opsToken), 'x-forwarded-for': DISGUISE };
    return { id, url, looks, disguised: await look(url, disguise), keys };
  } catch (error) {
    const fault = describeError(error, { who: 'it', url, setting: `--${id}` });
    return { id, url, fault, looks: [], keys };
  }
}

/** The services that the bank lists; undefined if it does not tell. */
export async function listedBy(bank: URL): Promise<readonly ListedService[] | undefined> {
  try {
    const { body } = await httpGet(new URL('/.well-known/latchkey/services', bank));
    return servicesAnswer.parse(JSON.parse(body)).services;
  } catch {
    return undefined;
  }
}

async function look(url: URL, headers: Record<string, string>): Promise<Look> {
  const sent = Date.now();
  const response = await httpGet(new URL('/health/ready', url), headers);
  const answered = Date.now();
  return {
    isHttps: url.protocol === 'https:',
    certifiedUntil: response.certifiedUntil,
    hasHsts: response.headers['strict-transport-security'] !== undefined,
    clockOffset: clockOffset(response, (sent + answered) / 2),
    // Date has whole seconds.
    clockError: 0.5 + (answered - sent) / 2000,
    ready: readReady(response),
  };
}

function clockOffset({ headers }: HttpResponse, ours: number): number | undefined {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? undefined : (theirs + 500 - ours) / 1000;
}

function readReady({ status, body }: HttpResponse): Look['ready'] {
  try {
    return readyDetails.parse(JSON.parse(body));
  } catch {
    throw new Error(`answers ${status} with something else than its readiness`);
  }
}
