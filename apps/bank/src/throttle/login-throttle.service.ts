import { Inject, Injectable } from '@nestjs/common';
import { addressKey, AppError, CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { foldUsername } from '../users/username.rules.js';
import { accountKey } from './account-key.service.js';
import { AttemptQueue } from './attempt-queue.js';
import type { NamedUser } from './known-address.repository.js';
import { KnownAddressesService } from './known-addresses.service.js';
import { KnownDevicesService } from './known-devices.service.js';
import { LoginAttempt } from './login-attempt.js';
import type { LoginClient } from '../client/login-client.contract.js';
import { LoginCountsService, type Taken } from './login-counts.service.js';
import { RefusalDelayService } from './refusal-delay.service.js';
import { accountClosed, tooManyAttempts, tooManyLogins } from './throttle.errors.js';
import { budgetsOf, deviceBudgets, type Limits, type LoginBudgets, type Refused } from './throttle.rules.js';

/** What was decided of an attempt. */
interface Decision {
  readonly accepted: boolean;
  readonly taken: Taken;
  readonly budgets: LoginBudgets;
}

/** Bounds login attempts: per account and address, per address, and per account over all addresses; a known device by itself. */
@Injectable()
export class LoginThrottleService {
  readonly #limits: Limits;

  constructor(
    private readonly counts: LoginCountsService,
    private readonly underway: AttemptQueue,
    private readonly known: KnownAddressesService,
    private readonly devices: KnownDevicesService,
    private readonly delay: RefusalDelayService,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#limits = { account: config.THROTTLE_ACCOUNT, address: config.THROTTLE_ADDRESS };
  }

  /** Lets an attempt in, counted as a wrong one, or refuses it with `too_many_guesses`. It must be settled, and ended. */
  async begin(username: string, client: LoginClient): Promise<LoginAttempt> {
    const address = addressKey(client.address);
    const folded = foldUsername(username);
    const account = accountKey(username);
    const user = folded === undefined ? undefined : await this.known.find(folded, address);
    const device = user && this.devices.prove(client.device, user);
    const choices = this.#choices(account, address, user, device);
    const from = device === undefined ? address : `device:${device}`;
    const key = `${account}:${from}`;
    const decision = await this.underway.admit(key, () => this.#decide(choices));
    if ('reason' in decision.taken) {
      await this.delay.hold(address, account);
      throw refusalOf(decision.taken);
    }
    // Somebody known is no part of a flood at the same account elsewhere; inside an address an account has one turn, and each device its own.
    const isKnown = device !== undefined || user?.isKnownHere === true;
    const place = { address, account: isKnown ? key : account, turn: device === undefined ? account : key };
    const leave = (roomMade: boolean) => this.underway.leave(key, roomMade);
    const { tickets } = decision.taken;
    return new LoginAttempt({ place, tickets, right: decision.budgets.right, leave }, this.counts, this.delay);
  }

  // What a device has used up, the address it is at may still have.
  #choices(account: string, address: string, user: NamedUser | undefined, device: string | undefined): LoginBudgets[] {
    const applicant = { account, address, isUser: user !== undefined, isKnownHere: user?.isKnownHere ?? false };
    const ordinary = budgetsOf(applicant, this.#limits);
    return device === undefined || this.#limits.account === 0 ? [ordinary] : [deviceBudgets(device), ordinary];
  }

  async #decide([first, second]: LoginBudgets[]): Promise<Decision> {
    const budgets = first!;
    const taken = await this.counts.take(budgets.attempt, budgets.right);
    if (!('reason' in taken)) return { accepted: true, taken, budgets };
    return second === undefined ? { accepted: false, taken, budgets } : this.#decide([second]);
  }
}

function refusalOf({ reason, seconds }: Refused): AppError {
  if (reason === 'throttle_account_closed') return accountClosed(seconds, reason);
  return reason.startsWith('throttle_right') ? tooManyLogins(seconds, reason) : tooManyAttempts(seconds, reason);
}
