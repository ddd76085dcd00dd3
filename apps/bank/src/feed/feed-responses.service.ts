import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { issuerOf } from '@latchkey/auth';
import { KeyRing } from '@latchkey/verifier';
import { MAX_AS_OF_AHEAD_MS, type RevocationsClaims } from '@latchkey/verifier/contract';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { TokensService } from '../tokens/tokens.service.js';
import type { Changes } from '../sessions/feed-lists.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import { OVERLAP_MS, type DeletionPage } from './feed.rules.js';
import { PackedResponse } from './packed-response.js';

/** One answer of the feed. */
export interface SignedResponse {
  readonly kind: RevocationsClaims['kind'];
  readonly etag: string;
  readonly text: PackedResponse;
}

type Head = Pick<RevocationsClaims, 'iss' | 'iat' | 'etag'>;

/** What a response is to tell: of all lists, or of sessions alone. */
export type Wanted = { readonly ver: 1 | 2; readonly deleted: DeletionPage | undefined } & (
  | { readonly kind: 'set' }
  | DeltaWanted
);

interface DeltaWanted {
  readonly kind: 'delta';
  readonly since: number;
  /** Told is what was seen since, not what changed since. */
  readonly isRecent: boolean;
}

/** A response that was written, and for how many milliseconds its lane rests after it. */
interface Turn {
  readonly response: SignedResponse;
  readonly pause: number;
}

/** Short deltas do not wait until a long response has been written, nor does anyone for pages of deletions. */
export type Lane = 'short' | 'long' | 'far';

/** Writing takes at most a part in so many of the time, in each lane. */
const PAUSE_FACTOR = 10;
const LONGEST_PAUSE_MS = 500;
/** Pages of deletions that may wait for their turn. */
const MOST_FAR = 4;

/** Writes and signs the feed's answers: each once a second while nothing changes, for all who ask. */
@Injectable()
export class FeedResponsesService {
  readonly #iss: string;
  readonly #written = new Map<
    string,
    { readonly iat: number; readonly asOf: number; readonly answer: SignedResponse }
  >();
  readonly #underway = new Map<string, Promise<SignedResponse>>();
  #far = 0;
  readonly #turns: Record<Lane, Promise<void>> = {
    short: Promise.resolve(),
    long: Promise.resolve(),
    far: Promise.resolve(),
  };

  constructor(
    private readonly ended: RevokedSessionsService,
    private readonly tokens: TokensService,
    ring: KeyRing,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#iss = issuerOf(config);
    ring.onReplaced(() => this.#written.clear());
  }

  /** Whether so many pages of deletions wait for their turn that one more would wait long. */
  get areManyFar(): boolean {
    return this.#far >= MOST_FAR;
  }

  /** Nothing has changed for who holds what this etag names. */
  heartbeat(ver: 1 | 2, etag: string): SignedResponse {
    const name = `heartbeat ${ver} ${etag}`;
    const claims = { kind: 'heartbeat' as const, ...(ver === 2 && { ver }), ...this.#head(etag) };
    return this.#recall(name, etag) ?? this.#write(name, claims);
  }

  /**
   * Everything, or what changed in a range, as it is known up to a moment at least. Who asks while a response waits for its
   * turn gets the same one: it is made of what is known by then.
   */
  write(lane: Lane, wanted: Wanted, atLeast: number): Promise<SignedResponse> {
    const name = JSON.stringify(wanted);
    const written = this.#recall(name, this.#etag(wanted), atLeast);
    if (written !== undefined) return Promise.resolve(written);
    const underway = this.#underway.get(name);
    if (underway !== undefined) return underway;
    if (lane === 'far') this.#far += 1;
    const turn = this.#turns[lane].then(() => {
      if (lane === 'far') this.#far -= 1;
      return this.#writeWanted(name, wanted);
    });
    this.#turns[lane] = turn.then(rest, () => undefined);
    const response = turn.then((done) => done.response);
    this.#underway.set(name, response);
    return response;
  }

  #writeWanted(name: string, wanted: Wanted): Turn {
    this.#underway.delete(name);
    const begun = performance.now();
    const response = this.#write(name, this.#claims(wanted));
    return { response, pause: Math.min(LONGEST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - begun)) };
  }

  #claims(wanted: Wanted): RevocationsClaims {
    const { lists, asOf } = this.ended;
    const head = this.#head(this.#etag(wanted));
    // A database whose clock is far ahead of ours: no reader believes more, and what is left out it is told again.
    const as_of = Math.min(asOf!, head.iat * 1000 + MAX_AS_OF_AHEAD_MS);
    const { kind, deleted } = wanted;
    const told = { ...(kind === 'set' ? { kind } : { kind, since: wanted.since }), ...head, as_of };
    if (deleted === undefined) return { ...told, sids: lists.sids.ids(kind === 'set' ? 0 : wanted.since * 1000) };
    const { after, to } = deleted;
    const named = { deleted: lists.deleted.page(after, to), deleted_after: after, deleted_to: to };
    return { ...told, ver: 2, ...this.#changes(wanted), ...named };
  }

  #changes(wanted: Wanted): Changes {
    const { lists } = this.ended;
    if (wanted.kind === 'set') return lists.changes(0);
    if (!wanted.isRecent) return lists.changes(wanted.since);
    // So much has come while it waited for its turn that it is told by the time of the changes.
    return lists.recentChanges(wanted.since) ?? lists.changes(wanted.since - OVERLAP_MS);
  }

  #etag({ ver }: Pick<Wanted, 'ver'>): string {
    return (ver === 2 ? this.ended.lists.etag : this.ended.lists.sidsEtag).current;
  }

  #head(etag: string): Head {
    return { iss: this.#iss, iat: seconds(), etag };
  }

  #recall(name: string, etag: string, atLeast = 0): SignedResponse | undefined {
    const written = this.#written.get(name);
    const serves = written?.iat === seconds() && written.answer.etag === etag && written.asOf >= atLeast;
    return serves ? written.answer : undefined;
  }

  #write(name: string, claims: RevocationsClaims): SignedResponse {
    const { kind, etag, iat } = claims;
    const answer = {
      kind,
      etag,
      text: new PackedResponse(Buffer.from(this.tokens.signRevocations(claims), 'latin1')),
    };
    for (const [other, written] of this.#written) if (written.iat !== iat) this.#written.delete(other);
    this.#written.set(name, { iat, asOf: this.ended.asOf ?? 0, answer });
    return answer;
  }
}

async function rest({ pause }: Turn): Promise<void> {
  if (pause >= 1) await sleep(pause, undefined, { ref: false });
}

const seconds = (): number => Math.floor(Date.now() / 1000);
