/** How a question to the bank ended. */
export type PollOutcome = 'set' | 'delta' | 'heartbeat' | 'refused' | 'failed';

/** Is told how the revocation feed is followed: for metrics and health checks. */
export interface FeedObserver {
  /** The bank was asked. */
  polled(outcome: PollOutcome): void;
  /** An answer, or one of its lists, was not taken; `reason` is of a closed list. */
  refused(reason: string): void;
  /** @param asOf when the bank read its database, in milliseconds since 1970 */
  arrived(asOf: number): void;
  /** @param error why the last question brought nothing; undefined when it did */
  followed(fault: string | undefined): void;
}
