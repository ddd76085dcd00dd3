import { Inject, Injectable } from '@nestjs/common';
import { addressKey, CONFIG, Metrics } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import type { LoginClient } from '../client/client.contract.js';
import { UserRepository, type SeenUser } from '../users/user.repository.js';
import { foldUsername } from '../users/username.rules.js';
import { AttemptQueue } from './attempt-queue.js';
import { KnownDevicesService } from './known-devices.service.js';
import { LoginAttempt } from './login-attempt.js';
import { accountKey, LoginCountRepository } from './login-count.repository.js';
import { RefusalDelayService } from './refusal-delay.service.js';
import { budgetsOf, deviceBudgets, REASONS, type Limits, type LoginBudgets } from './throttle.rules.js';

/** Bounds login attempts: per account and address, per address, and per account over all addresses; a known device by itself. */
@Injectable()
export class LoginThrottleService {
  readonly #queue = new AttemptQueue();
  readonly #limits: Limits;

  constructor(
    private readonly counts: LoginCountRepository,
    private readonly users: UserRepository,
    private readonly devices: KnownDevicesService,
    private readonly delay: RefusalDelayService,
    @Inject(CONFIG) config: BankConfig,
    metrics: Metrics,
  ) {
    metrics.expectRefusals(REASONS);
    this.#limits = { account: config.THROTTLE_ACCOUNT, address: config.THROTTLE_ADDRESS };
  }

  /** Begins an attempt, which has an error or must be settled, and ended. The name is folded and its row read here, once. */
  async begin(username: string, client: LoginClient): Promise<LoginAttempt> {
    const address = addressKey(client.address);
    const folded = foldUsername(username);
    const account = accountKey(folded ?? username);
    const user = folded === undefined ? undefined : await this.users.findSeenFrom(address, folded);
    const device = user && this.devices.prove(client.device, user);
    const key = `${account}:${device === undefined ? address : `device:${device}`}`;
    // Somebody known is no part of a flood at the same account elsewhere; inside an address an account has one turn, and each device its own.
    const isKnown = device !== undefined || user?.isKnownHere === true;
    const place = { address, account: isKnown ? key : account, turn: device === undefined ? account : key };
    const budgets = this.#budgets(account, address, user, device);
    const attempt = new LoginAttempt({ user, place, account, key, budgets }, this.counts, this.#queue, this.delay);
    await attempt.enter();
    return attempt;
  }

  /** Removes counts that are over and addresses that nobody used for long. */
  async removeOld(): Promise<void> {
    await this.counts.removeOld();
    await this.users.forgetOldAddresses();
  }

  // What a device has used up, the address it is at may still have.
  #budgets(account: string, address: string, user: SeenUser | undefined, device: string | undefined): LoginBudgets[] {
    const applicant = { account, address, isUser: user !== undefined, isKnownHere: user?.isKnownHere ?? false };
    const ordinary = budgetsOf(applicant, this.#limits);
    return device === undefined || this.#limits.account === 0 ? [ordinary] : [deviceBudgets(device), ordinary];
  }
}
