import { boundedBody } from '../outbound/bounded-body.js';
import { expectResponse } from '../outbound/unexpected-response.js';
import { newTrace, traceHeaders } from '../trace/trace.js';

const PATH = '/.well-known/latchkey/services';
const TIMEOUT_MS = 2_000;
const MAX_BYTES = 64 * 1024;

const MAX_ENTRIES = 64;

/** Asks the bank which services the deployment has. Nothing of the answer is believed yet. */
export class ServicesClient {
  readonly #address: URL;

  /** @param bank where this server reaches it */
  constructor(bank: URL) {
    this.#address = new URL(PATH, bank);
  }

  /**
   * The entries of the list as they come.
   * @throws Error that says why if there is no list
   */
  async fetch(stop: AbortSignal): Promise<readonly unknown[]> {
    const answer = await fetch(this.#address, {
      headers: { accept: 'application/json', ...traceHeaders(newTrace()) },
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await expectResponse(answer);
    const body = await boundedBody(answer, MAX_BYTES);
    if (body === undefined) throw new Error(`the bank's list is longer than ${MAX_BYTES} bytes`);
    return listIn(body);
  }
}

// Entries are looked at one by one, so that one that is bad takes no other with it.
function listIn(body: Buffer): readonly unknown[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const { services } = JSON.parse(text) as { services?: unknown };
    if (Array.isArray(services) && services.length <= MAX_ENTRIES) return services;
  } catch {
    // What the parser says quotes what it met.
  }
  throw new Error('its answer is not a list of services');
}
