import type { DeliverySigner } from '../delivery/delivery-signer.js';
import { boundedBody } from '../outbound/bounded-body.js';
import type { OutboundTarget } from '../outbound/describe-error.js';
import type { ClaimedLogout } from '../storage/store.js';
import { traceHeaders, type Trace } from '../trace/trace.js';
import { deliveryChannel, tracedCall, type TracedCall } from '../trace/traced-call.js';
import { outcomeOf, type Outcome } from './logout.rules.js';

type Question = readonly [url: URL, headers: Record<string, string>, body: string | null];

const TIMEOUT_MS = 3_000;
const MAX_PROBLEM_BYTES = 4_096;

/** Tells the bank of a logout: by a proof of this service, or with the caller's token where that was kept. */
export class BankLogoutClient {
  readonly #here: URL;
  readonly #everywhere: URL;
  readonly #delivered: URL;

  /** @param target where the bank is */
  constructor(
    readonly target: OutboundTarget,
    private readonly signer: DeliverySigner,
  ) {
    this.#here = new URL('/api/logout', target.url);
    this.#everywhere = new URL('/api/logout/everywhere', target.url);
    this.#delivered = new URL('/api/logout/delivered', target.url);
  }

  /**
   * Throws if the bank does not answer, and while this service has no key to prove by.
   * @param cause the request that asked for the logout, if this process knows it
   */
  async deliver(logout: ClaimedLogout, stop: AbortSignal, cause?: Trace): Promise<Outcome> {
    const outcome = await this.#send(logout, stop, cause);
    // An expired token may still end its own session: better that than nothing.
    const isTooLate = outcome === 'refused' && logout.token !== null && logout.everywhere;
    if (isTooLate) await this.#send({ ...logout, everywhere: false }, stop, cause);
    return outcome;
  }

  async #send(logout: ClaimedLogout, stop: AbortSignal, cause: Trace | undefined): Promise<Outcome> {
    const question = logout.token === null ? this.#byProof(logout) : this.#byToken(logout, logout.token);
    const about = { method: 'POST', url: question[0], cause };
    return tracedCall(deliveryChannel, about, (call) => this.#post(question, logout, stop, call));
  }

  async #post(
    [url, headers, body]: Question,
    { tries }: ClaimedLogout,
    stop: AbortSignal,
    call: TracedCall,
  ): Promise<Outcome> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...traceHeaders(call.trace), 'user-agent': 'Latchkey-Service' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    call.status = answer.status;
    const code = answer.status === 401 ? await problemCode(answer) : undefined;
    await answer.body?.cancel().catch(() => undefined);
    return outcomeOf(answer.status, code, tries);
  }

  #byProof({ sid, sub, everywhere }: ClaimedLogout): Question {
    const proof = sub === null ? undefined : this.signer.proof({ sid, sub, everywhere });
    if (proof === undefined) throw new Error('this service has no key any more to prove by: set SERVICE_KEY_FILE');
    return [this.#delivered, { 'content-type': 'application/json' }, JSON.stringify({ proof })];
  }

  #byToken({ everywhere }: ClaimedLogout, token: string): Question {
    return [everywhere ? this.#everywhere : this.#here, { authorization: `Bearer ${token}` }, null];
  }
}

async function problemCode(answer: Response): Promise<string | undefined> {
  try {
    const body = await boundedBody(answer, MAX_PROBLEM_BYTES);
    const { code } = JSON.parse(body?.toString('utf8') ?? '{}') as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
