import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { LoginCountRepository, type Ticket } from './login-count.repository.js';
import { refusedBy, WAITS, type Budget, type Refused } from './throttle.rules.js';

/** What an attempt took, or why it took nothing. */
export type Taken = { readonly tickets: readonly Ticket[] } | Refused;

const KEPT_UNKNOWN_NAMES = 200_000;
const REMOVED_AT_ONCE = 1_000;

/** Takes counts from several budgets, from all or from none. */
@Injectable()
export class LoginCountsService {
  constructor(
    private readonly counts: LoginCountRepository,
    private readonly database: Database,
  ) {}

  /**
   * Takes one of each budget, while others still take one. What is refused has read, and written nothing, unless it lost a race
   * for the last place.
   */
  async take(budgets: readonly Budget[], open: readonly Budget[] = []): Promise<Taken> {
    const refused = await this.#refusal([...open, ...budgets]);
    if (refused !== undefined) return refused;
    const tickets = await this.#takeAll(budgets);
    if (tickets !== undefined) return { tickets };
    return (await this.#refusal(budgets)) ?? { reason: 'throttle_race', seconds: 1 };
  }

  /** The attempt was neither wrong nor right. */
  async giveBack(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length === 0) return;
    await this.database.transaction(async () => {
      for (const ticket of tickets) await this.counts.giveBack(ticket);
    });
  }

  /** The attempt was right: it ends its streaks, and counts as a right one. */
  async settle(tickets: readonly Ticket[], right: readonly Budget[]): Promise<Taken> {
    if (tickets.length > 0) await this.#giveBackRight(tickets);
    return this.take(right);
  }

  /** Removes what counts no more, and bounds what is kept of names that are nobody's; answers how many. */
  async removeOld(mostUnknown = KEPT_UNKNOWN_NAMES): Promise<number> {
    let removed = 0;
    for (;;) {
      const count = await this.counts.removeOld(mostUnknown, REMOVED_AT_ONCE);
      removed += count;
      if (count < REMOVED_AT_ONCE) return removed;
    }
  }

  async #refusal(budgets: readonly Budget[]): Promise<Refused | undefined> {
    return budgets.length === 0 ? undefined : refusedBy(budgets, await this.counts.read(budgets.map(({ key }) => key)));
  }

  async #giveBackRight(tickets: readonly Ticket[]): Promise<void> {
    await this.database.transaction(async () => {
      for (const ticket of tickets) {
        if (ticket.kind === 'streak') await this.counts.forgive(ticket);
        else await this.counts.giveBack(ticket);
      }
    });
  }

  // In the order of the keys, so that two attempts never wait for each other.
  async #takeAll(budgets: readonly Budget[]): Promise<Ticket[] | undefined> {
    if (budgets.length === 0) return [];
    const inOrder = budgets.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    try {
      return await this.database.transaction(async () => {
        const tickets: Ticket[] = [];
        for (const budget of inOrder) {
          const ticket = await this.counts.take(budget, WAITS);
          if (ticket === undefined) throw new NothingLeft();
          tickets.push(ticket);
        }
        return tickets;
      });
    } catch (error) {
      if (error instanceof NothingLeft) return undefined;
      throw error;
    }
  }
}

/** Rolls back what was taken before. */
class NothingLeft extends Error {}
