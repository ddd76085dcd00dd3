import { Database } from '@latchkey/service';
import { EventRepository } from '../../audit/event.repository.js';
import { TokenContractRepository } from '../../tokens/token-contract.repository.js';
import { untilTime } from '../clock.js';
import { refuseFor } from '../command.errors.js';
import type { Operator } from '../operator.config.js';
import type { ReplicaPoll } from '../replicas/replica-poll.js';
import { NEWEST, OLDEST, otherIssuers, unableToVerify } from './contract.rules.js';

/** The bank reads its row every second and its replicas report every 5 s; one that was stopped is seen for 30 s. */
const SEEN_SECONDS = 40;

/** How a step is to be taken. */
export interface ContractOptions {
  readonly by: Operator;
  /** Seconds after which a token has run out: its life, which services tell when asked, and what clocks may differ by. */
  readonly tokenSeconds: () => number;
  /** For how many seconds to wait until the step may be taken. */
  readonly patience: number;
}

/** Rolls the version of the token contract as keys are rolled. Each step may be repeated, and goes on where a killed one stopped. */
export class ContractSteps {
  constructor(
    private readonly contract: TokenContractRepository,
    private readonly events: EventRepository,
    private readonly database: Database,
    private readonly replicas: ReplicaPoll,
    private readonly options: ContractOptions,
  ) {}

  /** @throws StepRefused with each replica that would refuse tokens of the newest version */
  async check(): Promise<string[]> {
    await this.#requireVerified();
    return [`every replica seen verifies version ${NEWEST}`];
  }

  /** @throws StepRefused as {@link check}, and if a replica of the bank does not follow */
  async promote(): Promise<string[]> {
    if ((await this.contract.find()).version < NEWEST) await this.#requireVerified();
    const isChanged = await this.#change('contract_promoted', () => this.contract.raise(NEWEST), NEWEST);
    const { changedAt } = await this.contract.find();
    const reasons = await this.replicas.reasons(SEEN_SECONDS, (asked) => [
      ...otherIssuers(asked, NEWEST, changedAt),
      // It may have come while the others were asked.
      ...unableToVerify(asked, NEWEST),
    ]);
    refuseFor(reasons, 'promoted, but not in force yet; run it again');
    return [`the bank issues version ${NEWEST}${isChanged ? '' : ' already'}`];
  }

  /** @throws StepRefused if a replica of the bank does not follow, or tokens live for longer than there is patience for */
  async demote(): Promise<string[]> {
    const isChanged = await this.#change('contract_demoted', () => this.contract.lower(OLDEST), OLDEST);
    const { changedAt } = await this.contract.find();
    const reasons = await this.replicas.reasons(SEEN_SECONDS, (asked) => otherIssuers(asked, OLDEST, changedAt));
    refuseFor(reasons, 'demoted, but not in force yet; run it again');
    const words = [`the bank issues version ${OLDEST}${isChanged ? '' : ' already'}`];
    return [...words, await this.#runOut(changedAt)];
  }

  async #requireVerified(): Promise<void> {
    refuseFor(await this.replicas.reasons(this.options.patience, (asked) => unableToVerify(asked, NEWEST)));
  }

  /** Until when tokens may live that were issued before every replica was seen to follow; waits for that, if it is to. */
  async #runOut(changedAt: Date): Promise<string> {
    const seen = Math.min(Date.now(), changedAt.getTime() + SEEN_SECONDS * 1000);
    const until = seen + this.options.tokenSeconds() * 1000;
    if (until - Date.now() <= this.options.patience * 1000) await untilTime(until);
    const isOver = Date.now() >= until;
    return isOver
      ? `no token of version ${NEWEST} lives any more`
      : `tokens of version ${NEWEST} live until ${new Date(until).toISOString()}: no service may go back to a release that does not verify them before`;
  }

  #change(kind: 'contract_promoted' | 'contract_demoted', change: () => Promise<boolean>, version: number) {
    return this.database.transaction(async () => {
      const isChanged = await change();
      const nowhere = { userId: null, sessionId: null, address: null, userAgent: null, requestId: null };
      const detail = { ...this.options.by, version: String(version) };
      if (isChanged) await this.events.add({ kind, detail, ...nowhere });
      return isChanged;
    });
  }
}
