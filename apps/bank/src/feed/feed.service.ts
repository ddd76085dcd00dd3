import { Injectable } from '@nestjs/common';
import { Metrics } from '@latchkey/service';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import { acceptsGzip, deltaFor, feedRequest, isWorthwhile, type FeedRequest } from './feed.rules.js';
import { LargeResponsesService } from './large-responses.service.js';
import { feedNotCurrent, tooManyReaders } from './feed.errors.js';
import { FeedResponsesService, type SignedResponse } from './feed-responses.service.js';
import { LongPollClientsService } from './long-poll-clients.service.js';

/** Older than this, what was read from the database is not signed as being so now. */
const CURRENT_SECONDS = 2.5;
/** A burst of logouts is told in one answer. */
const GATHER_MS = 5;
/** A reader that another replica told more than we know is from now, not from the future. */
const AHEAD_MS = 5000;

/** Sessions from which on a whole set is long to send. */
const LARGE = 1000;

/** Where a request comes from, and whether it is still there. */
export interface Reader {
  readonly address: string;
  readonly gone: AbortSignal;
}

/** What a request of the feed carries, as it came. */
export interface FeedHeaders {
  readonly ifNoneMatch: unknown;
  readonly prefer: unknown;
  readonly since: unknown;
  readonly acceptEncoding: unknown;
}

/** An answer as it is sent. */
export interface SentResponse {
  readonly etag: string;
  readonly body: Buffer;
  /** Whether the body is compressed by gzip. */
  readonly isPacked: boolean;
}

/** Answers the revocation feed: at once if there is news, else after a wait with the proof that there is none. */
@Injectable()
export class FeedService {
  readonly #counter;
  #isGathering = false;

  constructor(
    private readonly ended: RevokedSessionsService,
    private readonly waiting: LongPollClientsService,
    private readonly answers: FeedResponsesService,
    private readonly large: LargeResponsesService,
    metrics: Metrics,
  ) {
    this.#counter = metrics.counter('latchkey_revocations_answers_total', 'Answers of the revocation feed, by kind.', [
      'kind',
    ]);
    ended.onEnded(() => this.#gather());
  }

  /** @throws AppError 503 `revocations_not_current` while the database cannot be read */
  async answer(headers: FeedHeaders, { address, gone }: Reader): Promise<SentResponse> {
    const request = feedRequest(headers.ifNoneMatch, headers.prefer, headers.since);
    await this.#catchUp(request);
    if (request.wait > 0 && this.#isUpToDate(request)) await this.waiting.wait(request.wait, address, gone);
    const answer = await this.#signed(request, { address, gone });
    const { kind, etag, text } = answer;
    this.#counter.inc({ kind });
    const isPacked = text.isWorthPacking && acceptsGzip(headers.acceptEncoding);
    return { etag, body: isPacked ? await text.packed() : text.text, isPacked };
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => {
      this.#isGathering = false;
      this.waiting.wake();
    }, GATHER_MS);
  }

  async #catchUp({ since }: FeedRequest): Promise<void> {
    const asOf = this.ended.asOf ?? 0;
    if (since !== undefined && since > asOf && since <= asOf + AHEAD_MS) await this.ended.readNow();
  }

  #isUpToDate({ etag }: FeedRequest): boolean {
    return etag !== undefined && this.ended.set.isCoveredBy(etag);
  }

  #signed(request: FeedRequest, { address, gone }: Reader): SignedResponse | Promise<SignedResponse> {
    if (this.ended.asOf === undefined || this.ended.age() > CURRENT_SECONDS) {
      this.#counter.inc({ kind: 'unavailable' });
      throw feedNotCurrent();
    }
    if (this.#isUpToDate(request)) return this.answers.heartbeat(request.etag!);
    const { since } = request;
    const { asOf, keptSeconds, set } = this.ended;
    const delta = deltaFor(since, asOf, keptSeconds * 1000, set.size);
    const isDelta = delta !== undefined && isWorthwhile(set.count(delta.from * 1000, Infinity), set.size);
    const atLeast = since !== undefined && since <= asOf ? since : 0;
    if (isDelta) return this.answers.delta(delta, atLeast);
    // Before it is made: a reader that asks on without reading costs nothing more.
    if (set.size > LARGE && !this.large.begin(address, gone)) throw tooManyReaders();
    return this.answers.set(atLeast);
  }
}
