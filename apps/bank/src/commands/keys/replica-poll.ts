import { setTimeout as wait } from 'node:timers/promises';
import { keySetOfFile } from '@latchkey/verifier';
import type { RegistryEntry } from '../../registry/registry.contract.js';
import { differences, otherSigners, type NamedKey } from './acceptance.rules.js';
import type { KeyState } from './key-state.contract.js';
import { askService } from './key-report.client.js';
import type { PolledService } from './result.contract.js';
import { verifyFileOf } from './rotation.rules.js';

const EVERY_MS = 500;

/** What there is to ask: the services, where they are reached if not at their url, and by what right. */
export interface Asking {
  readonly services: readonly RegistryEntry[];
  readonly at: ReadonlyMap<string, string>;
  readonly opsTokenOf: (service: string) => string | undefined;
}

/** Asks the services until they hold what they should. */
export class ReplicaPoll {
  /** What they answered last. */
  last: readonly PolledService[] | undefined;

  constructor(private readonly asking: () => Asking) {}

  /** What keeps the services from holding exactly the book's keys; asked again until nothing does, or time is up. */
  acceptance(book: KeyState, seconds: number): Promise<string[]> {
    return this.#until(seconds, (asked) => differences(asked, namesOf(book)));
  }

  /** What keeps the bank from signing with the book's current key on every replica. */
  signing(book: KeyState, seconds: number): Promise<string[]> {
    const current = namesOf(book).find(({ kid }) => kid === book.signing)!;
    return this.#until(seconds, (asked) => otherSigners(asked, current));
  }

  async ask(): Promise<readonly PolledService[]> {
    const { services, at, opsTokenOf } = this.asking();
    this.last = await Promise.all(services.map(({ id, url }) => askService(id, at.get(id) ?? url, opsTokenOf(id))));
    return this.last;
  }

  async #until(seconds: number, reasonsIn: (asked: readonly PolledService[]) => string[]): Promise<string[]> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const reasons = reasonsIn(await this.ask());
      if (reasons.length === 0 || performance.now() >= deadline) return reasons;
      await wait(EVERY_MS);
    }
  }
}

/** The keys of a book by kid and thumbprint. */
export function namesOf(book: KeyState): NamedKey[] {
  return [...keySetOfFile(JSON.stringify(verifyFileOf(book)), { holdsPrivateKeys: false }).byKid.values()];
}
