import { setTimeout as sleep } from 'node:timers/promises';
import { FolderFiles, SNAPSHOT } from './folder-files.js';
import { RecordMap, type RecordPut, type RecordSnapshot } from './record-map.js';
import { StoreError } from './store-error.js';

/** Writes after which a generation is closed; reading them all takes a start some 50 ms. */
const MOST_ENTRIES = 500;
/** Characters of changes that are no reason to close one. */
const FEW_CHARACTERS = 8_000_000;
const MOST_TRIES = 1_000;
const LONGEST_PAUSE_MS = 50;

/** One file of a generation: changes, or the word that there will be none, for the next generation has them. */
type Entry = { readonly puts: readonly RecordPut[] } | { readonly isClosed: true };

/**
 * Records in a folder, as a log. Each write is one more numbered file that comes into being whole, and that only one process
 * can add: who is late reads what was added and plans again. So there is no lock, and nothing to mend after a kill. From
 * time to time a generation is closed by a last file, and the next one begins with everything in one.
 */
export class FolderLog {
  readonly #files: FolderFiles;
  #records = new RecordMap();
  /** 0 before the first reading. */
  #generation = 0;
  #entries = 0;
  #characters = 0;
  #snapshotCharacters = 0;

  /** @param onChanged is told the kinds of records that this or another process has changed */
  constructor(
    path: string,
    private readonly onChanged: (kinds: readonly string[]) => void,
    private readonly mostEntries = MOST_ENTRIES,
  ) {
    this.#files = new FolderFiles(path);
  }

  /** The records as they are now. */
  async read(): Promise<RecordMap> {
    if (this.#generation === 0) await this.#open();
    for (;;) {
      const found = await this.#files.read(this.#generation, this.#entries + 1);
      if (found === undefined) {
        if (await this.#files.has(this.#generation, SNAPSHOT)) return this.#records;
        await this.#open();
        continue;
      }
      const entry = found.value as Entry;
      if ('isClosed' in entry) await this.#beginNext();
      else this.#take(entry.puts, found.length);
    }
  }

  /**
   * Adds what is planned; plans again whenever another process was quicker.
   * @param plan what to add to the records as they are; undefined or nothing at all: nothing is added
   * @param result is made of the records right after that
   */
  async write<P extends readonly RecordPut[] | undefined, R>(
    plan: (records: RecordMap) => P,
    result: (puts: P, records: RecordMap) => R,
  ): Promise<R> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const puts = plan(await this.read());
      if (puts === undefined || puts.length === 0) return result(puts, this.#records);
      const text = JSON.stringify({ puts } satisfies Entry);
      if (await this.#files.add(this.#generation, this.#entries + 1, text)) {
        this.#take(puts, text.length);
        const made = result(puts, this.#records);
        await this.#closeIfLong();
        return made;
      }
      await sleep(Math.random() * Math.min(tries, LONGEST_PAUSE_MS));
    }
    throw new StoreError(`other processes wrote ${MOST_TRIES} times in between`);
  }

  #take(puts: readonly RecordPut[], length: number): void {
    this.#records.apply(puts);
    this.#entries += 1;
    this.#characters += length;
    this.onChanged(puts.map(({ kind }) => kind));
  }

  /** Reads the last generation's snapshot; makes the first generation in an empty folder. */
  async #open(): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const [last] = await this.#files.generations();
      if (last === undefined) {
        await this.#files.begin(1, JSON.stringify(new RecordMap().snapshot()));
        continue;
      }
      const found = await this.#files.read(last, SNAPSHOT);
      if (found === undefined) continue;
      this.#records = new RecordMap(found.value as RecordSnapshot);
      this.#enter(last, found.length);
      await this.#files.clean(last - 1);
      return;
    }
    throw new StoreError('the folder loses its files again and again: does another program clean it?');
  }

  // Once it is written the changes count, whatever becomes of the closing: the next write tries it again.
  async #closeIfLong(): Promise<void> {
    const isLong = this.#characters > Math.max(FEW_CHARACTERS, 2 * this.#snapshotCharacters);
    if (this.#entries < this.mostEntries && !isLong) return;
    const text = JSON.stringify({ isClosed: true } satisfies Entry);
    try {
      if (await this.#files.add(this.#generation, this.#entries + 1, text)) await this.#beginNext();
    } catch {
      // As on a full disk.
    }
  }

  // Whoever finds a closed generation begins the next one: who closed it may have died. All come to the same snapshot.
  async #beginNext(): Promise<void> {
    const next = this.#generation + 1;
    const text = JSON.stringify(this.#records.snapshot());
    if (!(await this.#files.has(next, SNAPSHOT))) await this.#files.begin(next, text);
    const [last] = await this.#files.generations();
    if (last !== next) return this.#open();
    this.#enter(next, text.length);
    await this.#files.clean(next - 1);
  }

  #enter(generation: number, length: number): void {
    [this.#generation, this.#entries, this.#characters, this.#snapshotCharacters] = [generation, 0, 0, length];
  }
}
