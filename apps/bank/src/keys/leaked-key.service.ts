import type { KeyAlgorithm } from './key-book.contract.js';
import type { KeyFiles } from './key-files.service.js';
import type { KeyQuestions } from './key-questions.service.js';
import { StepRefused } from './keys.errors.js';
import { now, refuseFor, SEEN_SECONDS, type KeysService, type StepDone } from './keys.service.js';
import { newKey } from './new-key.service.js';
import { isWithdrawing, nextKey, withLeaked, withPromoted, withStarted } from './rotation.rules.js';

/**
 * Everything that is there is leaked: puts a new key in its place at once. What is to be withdrawn stands in the file from the first
 * step on, so that a killed command goes on where it was.
 */
export class LeakedKeyService {
  constructor(
    private readonly files: KeyFiles,
    private readonly questions: KeyQuestions,
    private readonly keys: KeysService,
  ) {}

  async withdraw(alg: KeyAlgorithm | undefined, patience = SEEN_SECONDS): Promise<StepDone> {
    const begun = await this.files.change((old) => {
      if (isWithdrawing(old)) return old;
      const wished = alg ?? old.keys.find(({ kid }) => kid === old.signing)!.alg;
      return withStarted(withLeaked(old), newKey(wished), now());
    });
    const fresh = begun.keys.find(({ leaked }) => leaked !== true)!;
    if (alg !== undefined && fresh.alg !== alg) {
      throw new StepRefused([`a withdrawal with key ${fresh.kid} (${fresh.alg}) is under way; go on without --alg`]);
    }
    if (begun.signing !== fresh.kid) {
      refuseFor(await this.questions.acceptance(begun, patience), 'the leaked key is still in use; run it again');
      await this.files.change((old) => (nextKey(old)?.kid === fresh.kid ? withPromoted(old, fresh.kid, now()) : old));
    }
    const promoted = this.files.read();
    refuseFor(await this.questions.signing(promoted, patience), 'the leaked key is still in use; run it again');
    const leaked = promoted.keys.filter((key) => key.leaked).map(({ kid }) => kid);
    const { book } = await this.keys.drop(leaked);
    refuseFor(await this.questions.acceptance(book, patience), 'the leaked key is withdrawn, but not everywhere yet');
    return { words: [`withdrew ${leaked.join(', ')}; ${fresh.kid} (${fresh.alg}) is the only key`], book };
  }
}
