import { Inject, Injectable } from '@nestjs/common';
import { boundedBody, CONFIG, type Asked } from '@latchkey/service';
import { bankAddress, bankAsked, type BankAddressConfig } from '../config/bank-address.js';
import { outcomeOf, type Outcome } from './logout.rules.js';
import type { ClaimedLogout } from './logouts.repository.js';

const TIMEOUT_MS = 3_000;
const MAX_PROBLEM_BYTES = 4_096;

/** Tells the bank of a logout, in the name of the caller. */
@Injectable()
export class BankLogoutClient {
  readonly #here: URL;
  readonly #everywhere: URL;

  /** Whom this asks. */
  readonly asked: Asked;

  constructor(@Inject(CONFIG) config: BankAddressConfig) {
    this.asked = bankAsked(config);
    this.#here = bankAddress(config, '/api/logout');
    this.#everywhere = bankAddress(config, '/api/logout/everywhere');
  }

  /** Throws if the bank does not answer. */
  async deliver({ token, everywhere, tries }: ClaimedLogout, stop: AbortSignal): Promise<Outcome> {
    const answer = await fetch(everywhere ? this.#everywhere : this.#here, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'Latchkey-Service' },
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const code = answer.status === 401 ? await problemCode(answer) : undefined;
    await answer.body?.cancel().catch(() => undefined);
    return outcomeOf(answer.status, code, tries);
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
