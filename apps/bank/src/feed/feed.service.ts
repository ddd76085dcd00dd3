import { Injectable } from '@nestjs/common';
import { Metrics } from '@latchkey/service';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import {
  deletionPage,
  deltaFor,
  isWorthwhile,
  LONG_DELTA,
  WHOLE_UP_TO,
  acceptsGzip,
  feedRequest,
  lagMoment,
  type DeletionPage,
  type FeedParameters,
  type FeedRequest,
} from './feed.rules.js';
import { LargeResponsesService } from './large-responses.service.js';
import { feedNotCurrent, tooManyReaders } from './feed.errors.js';
import { FeedResponsesService, type Lane, type SignedResponse } from './feed-responses.service.js';
import { LongPollClientsService } from './long-poll-clients.service.js';

/** Older than this, what was read from the database is not signed as being so now. */
const CURRENT_SECONDS = 2.5;
/** A burst of changes is told in one answer. */
const GATHER_MS = 5;
/** A reader that another replica told more than we know is from now, not from the future. */
const AHEAD_MS = 5000;
/** So is one that was told of so many more deletions, not from before a backup was restored. */
const AHEAD_DELETIONS = 1000;

/** So short a page that it brings a reader that lags nothing, and takes it nowhere. */
const FIRST_PAGE: DeletionPage = { after: 0, to: 1, lag: 'none' };

/** Where a request comes from, and whether it is still there. */
export interface Reader {
  readonly address: string;
  readonly gone: AbortSignal;
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
  /** Whom the changes that are gathered concern; 0 while none are. */
  #gathered: 0 | 1 | 2 = 0;

  constructor(
    private readonly ended: RevokedSessionsService,
    private readonly waiting: LongPollClientsService,
    private readonly answers: FeedResponsesService,
    private readonly large: LargeResponsesService,
    metrics: Metrics,
  ) {
    this.#counter = metrics.counter('latchkey_revocations_answers_total', 'Answers of the revocation feed, by kind.', {
      kind: ['set', 'delta', 'heartbeat', 'unavailable'],
      ver: ['1', '2'],
    });
    ended.onNews(({ concerns }) => this.#gather(concerns === 'sessions' ? 1 : 2));
  }

  /** @throws AppError 503 `revocations_not_current` while the database cannot be read */
  async answer(asked: FeedParameters, { address, gone }: Reader): Promise<SentResponse> {
    const request = feedRequest(asked);
    const { ver, wait } = request;
    await this.#catchUp(request);
    if (wait > 0 && this.#isUpToDate(request)) await this.waiting.wait(wait, ver, address, gone);
    const answer = await this.#signed(request, { address, gone });
    const { kind, etag, text } = answer;
    this.#counter.inc({ kind, ver });
    const isPacked = text.isWorthPacking && acceptsGzip(asked.acceptEncoding);
    return { etag, body: isPacked ? await text.packed() : text.text, isPacked };
  }

  #gather(ver: 1 | 2): void {
    const isGathering = this.#gathered !== 0;
    if (this.#gathered !== 1) this.#gathered = ver;
    if (isGathering) return;
    setTimeout(() => {
      const concerned = this.#gathered === 1 ? 1 : 2;
      this.#gathered = 0;
      this.waiting.wake(concerned);
    }, GATHER_MS);
  }

  async #catchUp({ heard, deletedAfter = 0 }: FeedRequest): Promise<void> {
    const { asOf = 0, lists } = this.ended;
    const { newest } = lists.deleted;
    const isAhead = heard > asOf && heard <= asOf + AHEAD_MS;
    // What is asked in vain makes no more readings than a burst of changes does.
    if (isAhead || (deletedAfter > newest && deletedAfter <= newest + AHEAD_DELETIONS)) await this.ended.readNow();
  }

  // Who does not say where it stands in the list of deletions follows it by the etag alone.
  #isUpToDate({ ver, etag, deletedAfter = Infinity }: FeedRequest): boolean {
    const { lists } = this.ended;
    if (etag === undefined) return false;
    if (ver === 1) return lists.sidsEtag.isCoveredBy(etag);
    return lists.etag.isCoveredBy(etag) && deletedAfter >= lists.deleted.newest;
  }

  #signed(request: FeedRequest, { address, gone }: Reader): SignedResponse | Promise<SignedResponse> {
    const { ver, heard, deletedAfter } = request;
    if (this.ended.asOf === undefined || this.ended.age() > CURRENT_SECONDS) {
      this.#counter.inc({ kind: 'unavailable', ver });
      throw feedNotCurrent();
    }
    if (this.#isUpToDate(request)) return this.answers.heartbeat(ver, request.etag!);
    const { asOf, lists } = this.ended;
    const page = ver === 2 ? deletionPage(deletedAfter ?? 0, lists.deleted) : undefined;
    // Sessions and rights do not wait for it: many may claim to lag.
    const deleted = page?.lag === 'far' && this.answers.areManyFar ? FIRST_PAGE : page;
    const living = lists.sids.size + (ver === 2 ? lists.rights.size : 0);
    const lag = deleted?.lag ?? 'none';
    const delta = this.#delta(request, living, lag !== 'none');
    // Before it is made: a reader that asks on without reading costs nothing more.
    const isLarge = lag === 'far' || (delta === undefined && living > WHOLE_UP_TO);
    if (isLarge && !this.large.begin(address, gone)) throw tooManyReaders();
    const lane: Lane = lag === 'far' ? 'far' : delta?.isShort === true && lag === 'none' ? 'short' : 'long';
    const changes =
      delta === undefined
        ? { kind: 'set' as const }
        : { kind: 'delta' as const, since: delta.from, isRecent: delta.isRecent };
    return this.answers.write(lane, { ver, deleted, ...changes }, heard <= asOf ? heard : 0);
  }

  /** The delta for a reader; undefined if it gets everything. */
  #delta({ ver, since, heard }: FeedRequest, living: number, lags: boolean): Delta | undefined {
    const { asOf = 0, keptSeconds, lists } = this.ended;
    const range = deltaFor(heard > asOf ? undefined : since, asOf, keptSeconds * 1000, living, lags);
    if (range === undefined) return undefined;
    const floor = ver === 2 ? lists.news.floor(lags ? lagMoment(since!) : since!) : undefined;
    const from = floor ?? range.from;
    const count = floor === undefined ? lists.count(ver, from) : lists.news.count(from);
    if (!isWorthwhile(count, living)) return undefined;
    const isShort = (floor !== undefined || !range.isLong) && count <= LONG_DELTA;
    return { from, isRecent: floor !== undefined, isShort };
  }
}

interface Delta {
  /** From where it begins, in milliseconds since 1970. */
  readonly from: number;
  /** It tells what was seen since, not what changed since. */
  readonly isRecent: boolean;
  readonly isShort: boolean;
}
