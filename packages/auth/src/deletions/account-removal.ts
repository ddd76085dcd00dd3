/** Removes what a service keeps of a person whose account was deleted at the bank; an injectable class of the service. */
export interface AccountRemoval {
  /**
   * Called at least once for each deleted account, by one replica at a time, and again later if it throws: so it removes what
   * is there, and is content where nothing is. Not within a transaction.
   * @param sub the person, never used again for another
   */
  remove(sub: string): Promise<void>;
}
