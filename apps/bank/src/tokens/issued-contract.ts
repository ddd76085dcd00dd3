import type { TokenVersion } from '@latchkey/verifier/contract';

/** Which version of the token contract the bank issues, as whoever reads its row knows it. */
export class IssuedContract {
  #read: () => TokenVersion = () => 1;

  get version(): TokenVersion {
    return this.#read();
  }

  readBy(read: () => TokenVersion): void {
    this.#read = read;
  }
}
