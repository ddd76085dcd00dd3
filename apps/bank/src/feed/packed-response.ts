import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const pack = promisify(gzip);
/** Shorter ones are not worth it. */
const WORTHWHILE_BYTES = 4096;
/** Ids are random: more work makes them hardly shorter. */
const OPTIONS = { level: constants.Z_BEST_SPEED };

/** The text of an answer, and the same compressed: at most once, for all who ask for it. */
export class PackedResponse {
  #packed: Promise<Buffer> | undefined;

  constructor(readonly text: Buffer) {}

  get isWorthPacking(): boolean {
    return this.text.length >= WORTHWHILE_BYTES;
  }

  /** Compressed on another thread. */
  packed(): Promise<Buffer> {
    return (this.#packed ??= pack(this.text, OPTIONS));
  }
}
