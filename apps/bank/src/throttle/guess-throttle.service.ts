import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { addressKey } from './address.rules.js';
import { CountersService, type Counter } from './counters.service.js';
import { GuessesUnderwayService } from './guesses-underway.service.js';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { KnownAddressRepository } from './known-address.repository.js';
import { foldUsername } from '../users/username.rules.js';
import { tooManyGuesses } from './throttle.errors.js';
import { FREE_EVERYWHERE, GUESS_WINDOW_SECONDS, SLOW_SECONDS } from './throttle.rules.js';
import { needsSlowPlace, passesSlowly, retryAfter, type Count } from './throttle.rules.js';

/** What a guess was counted on, and what to answer if that was too much. */
interface Decision {
  readonly accepted: boolean;
  readonly giveBack: () => Promise<void>;
  readonly refusal?: Error;
}

/** Bounds wrong guesses: per account and address, per address, and per account over all addresses. */
@Injectable()
export class GuessThrottleService {
  readonly #accountAndAddress: Counter;
  readonly #address: Counter;
  readonly #everywhere: Counter;
  readonly #slow: Counter;
  readonly #underway: GuessesUnderwayService;
  readonly #known: KnownAddressRepository;

  constructor(
    counters: CountersService,
    underway: GuessesUnderwayService,
    known: KnownAddressRepository,
    @Inject(CONFIG) config: BankConfig,
  ) {
    const byAccount = config.THROTTLE_ACCOUNT > 0;
    this.#accountAndAddress = counters.make('account-address', config.THROTTLE_ACCOUNT, GUESS_WINDOW_SECONDS);
    this.#address = counters.make('address', config.THROTTLE_ADDRESS, GUESS_WINDOW_SECONDS);
    this.#everywhere = counters.make('account', byAccount ? FREE_EVERYWHERE : 0, GUESS_WINDOW_SECONDS);
    this.#slow = counters.make('account-slow', byAccount ? 1 : 0, SLOW_SECONDS);
    this.#underway = underway;
    this.#known = known;
  }

  /** Runs one guess, counted before it begins; the count is given back unless the guess was wrong (`undefined`). */
  async during<T>(
    username: string,
    address: string,
    guess: (place: HashPlace) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const from = addressKey(address);
    const folded = foldUsername(username);
    const account = keyOf(folded ?? username);
    const key = `${account}:${from}`;
    const decision = await this.#underway.admit(key, () => this.#decide(folded, account, from));
    if (!decision.accepted) throw decision.refusal;
    let wrong = false;
    try {
      const result = await guess({ address: from, account });
      wrong = result === undefined;
      return result;
    } finally {
      if (!wrong) await decision.giveBack();
      this.#underway.leave(key, !wrong);
    }
  }

  /** From now on an attacker elsewhere cannot slow this account down from there. */
  remember(userId: string, address: string): Promise<void> {
    return this.#known.remember(userId, addressKey(address));
  }

  async #decide(username: string | undefined, account: string, from: string): Promise<Decision> {
    const taken: (() => Promise<void>)[] = [];
    const take = async (counter: Counter, key: string): Promise<Count> => {
      const count = await counter.take(key);
      taken.push(() => counter.giveBack(key));
      return count;
    };
    // A point that could not be given back lapses with its window.
    const giveBack = async () => void (await Promise.allSettled(taken.map((undo) => undo())));
    const refuse = async (count: Count, reason: string): Promise<Decision> => {
      await giveBack();
      return { accepted: false, giveBack, refusal: tooManyGuesses(retryAfter(count), reason) };
    };

    const here = await take(this.#accountAndAddress, `${account}:${from}`);
    if (!here.accepted) return refuse(here, 'throttle_account_address');
    const address = await take(this.#address, from);
    if (!address.accepted) return refuse(address, 'throttle_address');
    if (username !== undefined && (await this.#known.has(username, from))) return { accepted: true, giveBack };
    const everywhere = await take(this.#everywhere, account);
    if (!needsSlowPlace(everywhere)) return { accepted: true, giveBack };
    const slow = await take(this.#slow, account);
    if (!passesSlowly(everywhere, slow)) return refuse(slow, 'throttle_account');
    return { accepted: true, giveBack };
  }
}

/** Fixed in length, and no record of what somebody typed into the wrong field. */
function keyOf(username: string): string {
  return createHash('sha256').update(username).digest('base64url');
}
