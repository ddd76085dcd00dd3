import { keySetOfFile } from '@latchkey/verifier';
import type { ReplicaPoll } from '../replicas/replica-poll.js';
import { differences, otherSigners, type NamedKey } from './acceptance.rules.js';
import type { KeyState } from './key-state.contract.js';
import { verifyFileOf } from './rotation.rules.js';

/** Asks the services until they hold the keys that they should. */
export class KeyPoll {
  constructor(private readonly replicas: ReplicaPoll) {}

  /** What the services answered last. */
  get last() {
    return this.replicas.last;
  }

  ask() {
    return this.replicas.ask();
  }

  /** What keeps the services from holding exactly the book's keys; asked again until nothing does, or time is up. */
  acceptance(book: KeyState, seconds: number): Promise<string[]> {
    return this.replicas.reasons(seconds, (asked) => differences(asked, namesOf(book)));
  }

  /** What keeps the bank from signing with the book's current key on every replica. */
  signing(book: KeyState, seconds: number): Promise<string[]> {
    const current = namesOf(book).find(({ kid }) => kid === book.signing)!;
    return this.replicas.reasons(seconds, (asked) => otherSigners(asked, current));
  }
}

/** The keys of a book by kid and thumbprint. */
export function namesOf(book: KeyState): NamedKey[] {
  return [...keySetOfFile(JSON.stringify(verifyFileOf(book)), { holdsPrivateKeys: false }).byKid.values()];
}
