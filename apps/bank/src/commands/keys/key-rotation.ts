import type { KeyAlgorithm, KeyState } from './key-state.contract.js';
import type { KeyFiles } from './key-files.js';
import type { KeyPoll } from './key-poll.js';
import { now, untilTime } from '../clock.js';
import { refuseFor, StepRefused } from '../command.errors.js';
import { keyOfSecret, generateKey } from './key-generator.js';
import {
  droppableFrom,
  firstBook,
  isWithdrawing,
  nextKey,
  retiringKeys,
  without,
  withoutLeaks,
  withPromoted,
  withReleased,
  withStarted,
} from './rotation.rules.js';

/** The bank reads its file every 2 s and its replicas report every 5 s; one that was stopped is seen for 30 s. */
export const SEEN_SECONDS = 40;

/** How a step is to be taken. */
export interface StepOptions {
  /** Seconds after which a token has run out: its life, which services tell when asked, and what clocks may differ by. */
  tokenSeconds(): number;
  /** For how many seconds to wait until the step may be taken. */
  readonly patience: number;
}

/** What was done, readable, and the keys after it. */
export interface StepDone {
  readonly words: readonly string[];
  readonly book: KeyState;
}

/** The steps of a rotation without a logout. Each may be repeated, and goes on where a killed one stopped. */
export class KeyRotation {
  constructor(
    private readonly files: KeyFiles,
    private readonly questions: KeyPoll,
    private readonly options: StepOptions,
  ) {}

  async init(alg: KeyAlgorithm, secret?: string): Promise<StepDone> {
    const key = secret === undefined ? generateKey(alg) : keyOfSecret(secret);
    if (await this.files.create(() => firstBook(key, now()))) {
      return { words: [`made the first key, ${key.kid} (${key.alg})`], book: this.files.read() };
    }
    const before = this.files.isWhole;
    const book = await this.files.repaired();
    if (before) throw new StepRefused([`${this.files.bank} exists already; rotate its keys with start`]);
    return { words: [`completed what an init before had begun, key ${book.signing}`], book };
  }

  async start(alg?: KeyAlgorithm): Promise<StepDone> {
    let words = '';
    const book = await this.files.change((old) => {
      const started = nextKey(old);
      if (started !== undefined && alg !== undefined && started.alg !== alg) {
        throw new StepRefused([`key ${started.kid} (${started.alg}) is started already; abort it first`]);
      }
      words = `key ${started?.kid} (${started?.alg}) was started already`;
      if (started !== undefined) return old;
      const key = generateKey(alg ?? old.keys.find(({ kid }) => kid === old.signing)!.alg);
      words = `started key ${key.kid} (${key.alg}); services take it within seconds`;
      return withStarted(old, key, now());
    });
    return { words: [words], book };
  }

  async check(): Promise<StepDone> {
    const book = await this.files.repaired();
    refuseFor(await this.questions.acceptance(book, this.options.patience));
    return { words: [`every replica seen accepts exactly ${book.keys.map(({ kid }) => kid).join(', ')}`], book };
  }

  async promote(): Promise<StepDone> {
    const promoted = await this.#promoted();
    refuseFor(await this.questions.signing(promoted, SEEN_SECONDS), 'promoted, but not in force yet; run it again');
    return { words: [`the bank signs with key ${promoted.signing}`], book: await this.#released(promoted) };
  }

  async finish(): Promise<StepDone> {
    const old = await this.files.repaired();
    const retiring = retiringKeys(old);
    if (retiring.length === 0) {
      const next = nextKey(old);
      if (next !== undefined) throw new StepRefused([`key ${next.kid} is started, not promoted: promote it first`]);
      return { words: ['no key is retiring'], book: old };
    }
    refuseFor(await this.questions.signing(old, this.options.patience));
    await this.#untilRunOut(await this.#released(old));
    // Another replica may have come back with old keys in the meantime.
    refuseFor(await this.questions.signing(old, this.options.patience));
    return this.drop(retiring.map(({ kid }) => kid));
  }

  async abort(): Promise<StepDone> {
    let words = 'no key is started';
    const book = await this.files.change((old) => {
      const started = nextKey(old);
      const promoted = isWithdrawing(old) || retiringKeys(old).length > 0;
      if (started === undefined && promoted) {
        throw new StepRefused([`key ${old.signing} is promoted already; rotate on with start`]);
      }
      if (started === undefined) return old;
      words = `took key ${started.kid} away`;
      return withoutLeaks(without(old, [started.kid]));
    });
    return { words: [words], book };
  }

  /** Takes keys out of use; never the one that signs. */
  async drop(kids: readonly string[]): Promise<StepDone> {
    const book = await this.files.change((same) =>
      without(
        same,
        kids.filter((kid) => kid !== same.signing),
      ),
    );
    return { words: [`dropped ${kids.join(', ')}`], book };
  }

  async #promoted(): Promise<KeyState> {
    const old = await this.files.repaired();
    const next = nextKey(old);
    if (next === undefined && retiringKeys(old).length === 0)
      throw new StepRefused(['no key is started: start one first']);
    if (next === undefined) return old;
    refuseFor(await this.questions.acceptance(old, this.options.patience));
    return this.files.change((same) => {
      if (same.signing === next.kid) return same;
      if (nextKey(same)?.kid !== next.kid) throw new StepRefused([`key ${next.kid} was taken away by another command`]);
      return withPromoted(same, next.kid, now());
    });
  }

  // Every replica was seen to sign with the book's current key; nothing is noted if that is another one by now.
  #released({ signing }: KeyState): Promise<KeyState> {
    return this.files.change((same) => (same.signing === signing ? withReleased(same, now()) : same));
  }

  async #untilRunOut(book: KeyState): Promise<void> {
    const seconds = this.options.tokenSeconds();
    const from = Math.max(...retiringKeys(book).map((key) => droppableFrom(key, seconds)!));
    const left = from - Date.now();
    if (left > this.options.patience * 1000) {
      const kids = retiringKeys(book).map(({ kid }) => kid);
      throw new StepRefused([
        `tokens of key ${kids.join(', ')} live until ${new Date(from).toISOString()} (${Math.ceil(left / 1000)} s)`,
      ]);
    }
    await untilTime(from);
  }
}
