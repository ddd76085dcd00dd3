import { randomUUID } from 'node:crypto';
import type { EndReason } from '@latchkey/verifier/contract';
import { decideRefresh, type RefreshLimits } from '../src/refresh/refresh.rules.js';
import { RefreshTokensService } from '../src/tokens/refresh-tokens.service.js';

export const SECRETS = ['mP4wB8tC2yK6rF0hN5jS9dL1gV7zQ3xAeUiToYnWcE', 'Zk3vQm9xT1bW7nR5yH2cL8dJ4fP6sG0aUeXiOtNqVrE'];

type Outcome = { readonly token: string } | { readonly ended: string } | { readonly refused: true };

/** One session's row in memory, with the UPDATE written as an if: what the bank does, without a database. */
export class SessionModel {
  readonly #limits: RefreshLimits;
  #tokens = tokensWith(0);
  #row: { generation: number; seedHash: Buffer; kid: string };
  #endReason: EndReason | null = null;
  #now = 0;
  #usedAt = 0;
  readonly first: string;
  rotations = 0;

  constructor(limits: RefreshLimits) {
    this.#limits = limits;
    const { text, ...row } = this.#tokens.first(randomUUID());
    [this.first, this.#row] = [text, row];
  }

  get generation(): number {
    return this.#row.generation;
  }

  get isOver(): boolean {
    return this.#endReason !== null;
  }

  get secondsUnused(): number {
    return this.#now - this.#usedAt;
  }

  pass(seconds: number): void {
    this.#now += seconds;
  }

  /** From now on the other secret signs; both are known. */
  swapSecrets(first: 0 | 1): void {
    this.#tokens = tokensWith(first);
  }

  refresh(text: string): Outcome {
    const token = this.#tokens.prove(text);
    if (token.is !== 'authentic') return { refused: true };
    const { generation: presented } = token.parts;
    const [row, secondsUnused] = [this.#row, this.secondsUnused];
    const isInForce = presented === row.generation && token.seedHash.equals(row.seedHash);
    if (isInForce && !this.isOver && secondsUnused < this.#limits.idleSeconds) {
      const { text: next, ...values } = this.#tokens.successor(token.parts)!;
      [this.#row, this.#usedAt] = [values, this.#now];
      this.rotations += 1;
      return { token: next };
    }
    const successor = presented === row.generation - 1 ? this.#tokens.successor(token.parts, row.kid) : undefined;
    const seedFits = isInForce || successor?.seedHash.equals(row.seedHash) === true;
    const facts = { presented, current: row.generation, seedFits, endReason: this.#endReason, isDisabled: false };
    const decision = decideRefresh({ ...facts, secondsLeft: 40_000, secondsUnused }, this.#limits);
    if (decision.act === 'repeat') return { token: successor!.text };
    if (decision.act === 'refuse') return { refused: true };
    if (decision.act === 'rotate') throw new Error('the row would have taken it');
    this.#endReason = decision.reason;
    return { ended: decision.reason };
  }
}

function tokensWith(first: 0 | 1): RefreshTokensService {
  return new RefreshTokensService({ REFRESH_SECRET: [SECRETS[first], SECRETS[1 - first]].join(',') });
}
