import type { HashPlace } from '../passwords/fair-order.rules.js';
import type { Ticket } from './login-count.repository.js';
import type { LoginCountsService } from './login-counts.service.js';
import type { RefusalDelayService } from './refusal-delay.service.js';
import { tooManyLogins } from './throttle.errors.js';
import type { LoginBudgets } from './throttle.rules.js';

/** What an attempt was let in with. */
export interface Admission {
  readonly place: HashPlace;
  readonly tickets: readonly Ticket[];
  readonly right: LoginBudgets['right'];
  /** Tells those that wait for this attempt that it is over, and whether it made room. */
  readonly leave: (roomMade: boolean) => void;
}

/** A login attempt that was let in, and counted as a wrong one until it is settled. */
export class LoginAttempt {
  #isOver = false;

  constructor(
    private readonly admission: Admission,
    private readonly counts: LoginCountsService,
    private readonly delay: RefusalDelayService,
  ) {}

  /** Its turns at the hashing threads. */
  get place(): HashPlace {
    return this.admission.place;
  }

  /** The password was right, and this is the user; or it was wrong, and the attempt stays counted. */
  async settle(user: object | undefined): Promise<void> {
    const { tickets, right } = this.admission;
    if (user === undefined) return this.#leave(false);
    const taken = await this.counts.settle(tickets, right);
    this.#leave(true);
    if ('reason' in taken) throw tooManyLogins(taken.seconds, taken.reason);
  }

  /** To be called in any case: an attempt that came to nothing is not counted. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    // Where the database is away, the count stays: too many are better than too few.
    await this.counts.giveBack(this.admission.tickets).catch(() => undefined);
    this.#leave(true);
    await this.delay.hold(this.place.address);
  }

  #leave(roomMade: boolean): void {
    this.#isOver = true;
    this.admission.leave(roomMade);
  }
}
