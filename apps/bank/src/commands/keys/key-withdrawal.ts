import type { KeyAlgorithm, KeyState } from './key-state.contract.js';
import type { KeyFiles } from './key-files.js';
import type { KeyPoll } from './key-poll.js';
import { refuseFor, StepRefused } from '../command.errors.js';
import { now } from '../clock.js';
import { SEEN_SECONDS, type KeyRotation, type StepDone } from './key-rotation.js';
import { generateKey } from './key-generator.js';
import { isWithdrawing, nextKey, withLeaked, without, withPromoted, withStarted } from './rotation.rules.js';

/**
 * Everything that is there is leaked: puts a new key in its place at once. What is to be withdrawn stands in the file from the first
 * step on, so that a killed command goes on where it was.
 */
export class KeyWithdrawal {
  constructor(
    private readonly files: KeyFiles,
    private readonly questions: KeyPoll,
    private readonly keys: KeyRotation,
  ) {}

  async withdraw(alg: KeyAlgorithm | undefined, patience = SEEN_SECONDS): Promise<StepDone> {
    const begun = await this.files.change((old) => {
      if (isWithdrawing(old)) return old;
      const wished = alg ?? old.keys.find(({ kid }) => kid === old.signing)!.alg;
      return withStarted(withLeaked(old), generateKey(wished), now());
    });
    const fresh = begun.keys.find(({ leaked }) => leaked !== true)!;
    if (alg !== undefined && fresh.alg !== alg) {
      throw new StepRefused([`a withdrawal with key ${fresh.kid} (${fresh.alg}) is under way; go on without --alg`]);
    }
    if (begun.signing !== fresh.kid) {
      this.#refuseFor(await this.questions.acceptance(begun, patience), 'the leaked key is still in use; run it again');
      await this.files.change((old) => (nextKey(old)?.kid === fresh.kid ? withPromoted(old, fresh.kid, now()) : old));
    }
    const promoted = this.files.read();
    this.#refuseFor(await this.questions.signing(promoted, patience), 'the leaked key is still in use; run it again');
    const leaked = promoted.keys.filter((key) => key.leaked).map(({ kid }) => kid);
    const { book } = await this.keys.drop(leaked);
    return this.#done(book, leaked, patience);
  }

  /** Stops accepting the leaked keys before anybody holds the new one: until then nothing that is signed with it is accepted. */
  async dropFirst(alg: KeyAlgorithm | undefined, patience = SEEN_SECONDS): Promise<StepDone> {
    let leaked: string[] = [];
    const book = await this.files.change((old) => {
      const next = old.keys.find((key) => isWithdrawing(old) && key.leaked !== true);
      const fresh = next ?? generateKey(alg ?? old.keys.find(({ kid }) => kid === old.signing)!.alg);
      const marked = next === undefined ? withStarted(withLeaked(old), fresh, now()) : old;
      leaked = marked.keys.filter((key) => key.leaked).map(({ kid }) => kid);
      return without(marked.signing === fresh.kid ? marked : withPromoted(marked, fresh.kid, now()), leaked);
    });
    this.#refuseFor(
      await this.questions.signing(book, patience),
      `dropped ${leaked.join(', ')}, but the bank does not sign with the new key yet; run check`,
    );
    return this.#done(book, leaked, patience);
  }

  async #done(book: KeyState, leaked: readonly string[], patience: number): Promise<StepDone> {
    const heading = 'the leaked key is withdrawn, but not everywhere yet';
    this.#refuseFor(await this.questions.acceptance(book, patience), heading);
    const [fresh] = book.keys;
    return { words: [`withdrew ${leaked.join(', ')}; ${fresh!.kid} (${fresh!.alg}) is the only key`], book };
  }

  // In a hurry nobody looks up how to go on without those that stand in the way.
  #refuseFor(reasons: readonly string[], heading: string): void {
    const asked = this.questions.last ?? [];
    const waiting = asked.filter(({ service }) => reasons.some((reason) => reason.startsWith(service)));
    const flags = waiting.map(({ service }) => `--without ${service}`).join(' ');
    const more = `to go on without what cannot be brought to it: ${flags}; to stop the leaked key at once: --drop-first`;
    refuseFor(reasons.length === 0 ? [] : [...reasons, more], heading);
  }
}
