import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keySetOfFile, KeySetError } from '@latchkey/verifier';
import type { Operator } from '../operator.config.js';
import { whileLocked } from '../file-lock.js';
import { keyState, type KeyState } from './key-state.contract.js';
import { KeyFilesError } from '../command.errors.js';
import { verifyFileOf } from './rotation.rules.js';
import { writeWhole } from './whole-file.js';

/**
 * The two key files, each in a folder that is mounted by itself. The bank's file is the truth and written first; the other one
 * follows from it, so a command that was killed between the two is repaired by any later one. Nothing hangs on which of the two a
 * service sees first: a key signs only after every replica was seen to accept it.
 */
export class KeyFiles {
  readonly bank: string;
  readonly verify: string;

  constructor(
    private readonly folder: string,
    private readonly by: Operator,
  ) {
    this.bank = join(folder, 'bank', 'keys.bank.json');
    this.verify = join(folder, 'verify', 'keys.verify.json');
  }

  get exist(): boolean {
    return existsSync(this.bank);
  }

  /** Whether both files are there and say the same. */
  get isWhole(): boolean {
    return this.exist && existing(this.verify) === textOf(verifyFileOf(this.read()));
  }

  /** @throws {@link KeyFilesError} with a readable message, never with a key */
  read(): KeyState {
    return parse(this.bank, readText(this.bank));
  }

  /** Makes the first files, unless there are some; answers whether it did. */
  async create(first: () => KeyState): Promise<boolean> {
    for (const folder of [this.folder, join(this.folder, 'bank'), join(this.folder, 'verify')]) makeFolder(folder);
    return this.#locked(() => {
      if (this.exist) return false;
      const book = { ...first(), changed: this.by };
      this.#writeBank(book);
      this.#writeVerify(book);
      return true;
    });
  }

  /** Changes the keys by a pure function of what they are at that moment; equal keys are only repaired. */
  async change(next: (book: KeyState) => KeyState): Promise<KeyState> {
    // Where no keys are, there may be no folder to hold the lock either: a readable error, not a lock that failed.
    if (!this.exist) return this.read();
    return this.#locked(() => {
      const book = this.read();
      const changed = this.#signed(book, next(book));
      if (changed !== book) this.#writeBank(changed);
      this.#writeVerify(changed);
      return changed;
    });
  }

  /** Answers the keys as they are, after repairing what a killed command left half done. */
  repaired(): Promise<KeyState> {
    return this.change((same) => same);
  }

  // Who only looks, or repeats a step that was taken, has changed nothing.
  #signed(before: KeyState, after: KeyState): KeyState {
    return textOf(after) === textOf(before) ? before : { ...after, changed: this.by };
  }

  async #locked<T>(work: () => T): Promise<T> {
    try {
      return await whileLocked(join(this.folder, '.lock'), work);
    } catch (error) {
      const { code, path } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new KeyFilesError(`${path ?? this.folder} cannot be written (${code})`, { cause: error });
    }
  }

  // What a service would refuse to read is never written.
  #writeBank(book: KeyState): void {
    const text = textOf(keyState.parse(book));
    keySetOfFile(text, { holdsPrivateKeys: true });
    if (existing(this.bank) !== text) writeWhole(this.bank, text);
  }

  #writeVerify(book: KeyState): void {
    const text = textOf(verifyFileOf(book));
    keySetOfFile(text, { holdsPrivateKeys: false });
    if (existing(this.verify) !== text) writeWhole(this.verify, text);
  }
}

function parse(path: string, text: string): KeyState {
  try {
    keySetOfFile(text, { holdsPrivateKeys: true });
  } catch (error) {
    if (!(error instanceof KeySetError)) throw error;
    throw new KeyFilesError(`${path} ${error.message}`, { cause: error });
  }
  const read = keyState.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  throw new KeyFilesError(`${path} has a past that cannot be read: ${read.error.issues[0]?.path.join('.')}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const words = code === 'ENOENT' ? 'does not exist: make the first keys with init' : `cannot be read (${code})`;
    throw new KeyFilesError(`${path} ${words}`, { cause });
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeyFilesError(`${path} cannot be made (${code})`, { cause });
  }
}

const existing = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const textOf = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
