import type { RightsEntry } from '../storage/store.js';

/** What a process has just learnt; it is in force already. */
export interface RevocationNews {
  /** Sessions that are over. */
  readonly sids: readonly string[];
  /** People whose rights have changed, with the version in force. */
  readonly rights: readonly RightsEntry[];
}

/** Is told of each piece of news, and does not throw. */
export type RevocationListener = (news: RevocationNews) => void;

/** Tells all who listen what one source of revocations has learnt. */
export class NewsListeners {
  readonly #listeners: RevocationListener[] = [];

  add(listener: RevocationListener): void {
    this.#listeners.push(listener);
  }

  tell(news: RevocationNews): void {
    if (news.sids.length + news.rights.length === 0) return;
    for (const listener of this.#listeners) listener(news);
  }
}
