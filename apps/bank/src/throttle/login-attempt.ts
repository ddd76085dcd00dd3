import type { AppError } from '@latchkey/service';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import type { StoredUser } from '../users/user.repository.js';
import type { AttemptQueue } from './attempt-queue.js';
import type { LoginCountRepository, Ticket } from './login-count.repository.js';
import type { RefusalDelayService } from './refusal-delay.service.js';
import { loginThrottled, tooManyLogins } from './throttle.errors.js';
import { refusedBy, WAITS, type Budget, type LoginBudgets, type Refused } from './throttle.rules.js';

/** Who tries to log in, from where, and what that is counted on. */
export interface AttemptFacts {
  /** The user of the name that was typed, as stored; undefined where it is nobody's. */
  readonly user: StoredUser | undefined;
  /** Its turns at the hashing threads. */
  readonly place: HashPlace;
  /** A digest of the name. */
  readonly account: string;
  /** Attempts of one key may wait for each other. */
  readonly key: string;
  /** The first of these that takes the attempt bears it. */
  readonly budgets: readonly LoginBudgets[];
}

type Decision =
  | { readonly accepted: true; readonly tickets: readonly Ticket[]; readonly right: LoginBudgets['right'] }
  | { readonly accepted: false; readonly refused: Refused };

/** One attempt at a password: counted as a wrong one as soon as it is let in, until it is settled. */
export class LoginAttempt {
  /** Why it was not let in; undefined once it was. */
  error: AppError | undefined;
  #tickets: readonly Ticket[] = [];
  #right: LoginBudgets['right'] = [];
  #isOver = true;

  constructor(
    private readonly facts: AttemptFacts,
    private readonly counts: LoginCountRepository,
    private readonly queue: AttemptQueue,
    private readonly delay: RefusalDelayService,
  ) {}

  get user(): StoredUser | undefined {
    return this.facts.user;
  }

  get place(): HashPlace {
    return this.facts.place;
  }

  /** Asks to be let in; who is not finds the {@link error}, perhaps held back for a second. */
  async enter(): Promise<void> {
    const { key, account, place } = this.facts;
    const decision = await this.queue.admit(key, () => this.#decide());
    if (decision.accepted) {
      this.#tickets = decision.tickets;
      this.#right = decision.right;
      this.#isOver = false;
      return;
    }
    await this.delay.hold(place.address, account);
    this.error = loginThrottled(decision.refused);
  }

  /** The password was right, and this is the user; or it was wrong, and the attempt stays counted. */
  async settle(user: object | undefined): Promise<void> {
    if (user === undefined) return this.#leave(false);
    await this.counts.settle(this.#tickets);
    const taken = await this.#take(this.#right);
    this.#leave(true);
    if ('reason' in taken) throw tooManyLogins(taken);
  }

  /** To be called in any case: an attempt that came to nothing is not counted. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    // Where the database is away, the count stays: too many are better than too few.
    await this.counts.giveBack(this.#tickets).catch(() => undefined);
    this.#leave(true);
    await this.delay.hold(this.place.address);
  }

  async #decide(): Promise<Decision> {
    let refused: Refused | undefined;
    for (const { attempt, right } of this.facts.budgets) {
      const taken = await this.#take(attempt, right);
      if (!('reason' in taken)) return { accepted: true, tickets: taken, right };
      refused = taken;
    }
    return { accepted: false, refused: refused! };
  }

  // One of each budget, while the open ones still take one. What is refused has read, and written nothing, unless it lost a race.
  async #take(budgets: readonly Budget[], open: readonly Budget[] = []): Promise<readonly Ticket[] | Refused> {
    const refused = await this.#refusal([...open, ...budgets]);
    if (refused !== undefined) return refused;
    const tickets = await this.counts.take(budgets, WAITS);
    return tickets ?? (await this.#refusal(budgets)) ?? { reason: 'throttle_race', seconds: 1 };
  }

  async #refusal(budgets: readonly Budget[]): Promise<Refused | undefined> {
    return budgets.length === 0 ? undefined : refusedBy(budgets, await this.counts.read(budgets.map(({ key }) => key)));
  }

  #leave(roomMade: boolean): void {
    this.#isOver = true;
    this.queue.leave(this.facts.key, roomMade);
  }
}
