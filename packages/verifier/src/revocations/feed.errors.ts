/** Why an answer of the feed is not taken: a snake_case fact from a closed list, for log and metrics. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';

  constructor(readonly reason: string) {
    super(reason);
  }
}
