import type { AccessTokenClaims } from './contract/access-token.js';
import type { OwnPages } from './csrf/own-pages.js';
import { DeletionQueue } from './deletions/deletion-queue.js';
import { DeliverySigner } from './delivery/delivery-signer.js';
import { serviceKeys, type Keys, type ServiceKeys } from './keys/service-keys.js';
import type { Log } from './log/log.js';
import { BankLogoutClient } from './logout/bank-logout.client.js';
import { LogoutQueue } from './logout/logout-queue.js';
import type { OutboundTarget } from './outbound/describe-error.js';
import { CookieBinding } from './request/cookie-binding.js';
import {
  RequestVerifier,
  type RouteAccess,
  type VerifiableRequest,
  type VerifiedRequest,
} from './request/request-verifier.js';
import { FeedCopy } from './revocations/feed-copy.js';
import { FeedFollower } from './revocations/feed-follower.js';
import { FeedVerifier } from './revocations/feed-verifier.js';
import { FEED_PATH, FeedClient } from './revocations/feed.client.js';
import { revocationSeconds } from './revocations/feed.rules.js';
import { FollowedRevocations } from './revocations/followed-revocations.js';
import { LocalRevocations } from './revocations/local-revocations.js';
import { RevocationSet } from './revocations/revocation-set.js';
import { SessionStreams } from './sessions/session-streams.js';
import { SessionWatch } from './sessions/session-watch.js';
import type { ServiceStore } from './storage/verifier-store.js';
import type { Trace } from './trace/trace.js';
import { HeardTokens } from './token/heard-tokens.js';
import { TokenError } from './token/token-error.js';
import { keysUnavailable } from './token/token.errors.js';
import { TokenVerifier } from './token/token-verifier.js';

/** What a {@link Verifier} is told. */
export interface VerifierOptions {
  /** The bank's public origin: the only issuer whose tokens count. */
  readonly issuer: string;
  /** This service's id in the bank's registry, which a token must name as `aud`. */
  readonly audience: string;
  /** Which pages may act with cookies. */
  readonly pages: OwnPages;
  readonly keys: Keys;
  /** Path of this service's own Ed25519 key, by which it tells the bank of logouts. */
  readonly serviceKeyFile?: string;
  /** Where this server reaches the bank; by default at `issuer`. */
  readonly bankUrl?: string;
  /** Seconds that an access token lives, as the bank is set; by default 900. */
  readonly tokenTtl?: number;
  /** Seconds that a session lasts at most, as the bank is set; by default 43,200. */
  readonly sessionAbsolute?: number;
  readonly store: ServiceStore;
  /**
   * Removes what the service keeps of a person whose account was deleted at the bank. Called at least once for each, and
   * again later if it rejects. Without it the service takes no notice of deleted accounts; it hears of those of the last 30
   * days once it has one.
   */
  readonly onDeleted?: (sub: string) => Promise<void>;
  readonly log?: Log;
}

/**
 * Everything that a service needs to know its callers, in one object: keys, token checks, the bank's revocations, logouts.
 * Throws KeySetError if the keys cannot be used.
 */
export class Verifier {
  /** Checks the text of a token alone: no transport, no revocation. */
  readonly tokens: TokenVerifier;
  /** What is known of revoked sessions. */
  readonly revoked: FollowedRevocations;
  /** Tells what stays open for a caller when it must end. */
  readonly sessions: SessionWatch;
  /** The open streams of `GET /api/session/stream`. */
  readonly streams: SessionStreams;
  /** Which keys are in use. */
  readonly keys: ServiceKeys;
  /** What tokens showed of the set-up. */
  readonly heard = new HeardTokens();
  /** Logouts that the bank is still to be told of. */
  readonly logouts: LogoutQueue;
  /** Deleted accounts whose data is still to be removed; undefined where nothing is. */
  readonly deletions: DeletionQueue | undefined;
  #feedFault: string | undefined = 'the bank was not asked yet';
  readonly #requests: RequestVerifier;
  readonly #local: LocalRevocations;
  readonly #follower: FeedFollower;

  constructor(options: VerifierOptions) {
    const { issuer, audience, keys, store, tokenTtl = 900, sessionAbsolute = 43_200, log } = options;
    const kept = revocationSeconds(tokenTtl);
    const { feed, deletions, logouts } = store;
    const bank: OutboundTarget = { who: 'the bank', url: new URL(options.bankUrl ?? issuer), setting: 'bankUrl' };
    const set = new RevocationSet(kept);
    const keyStore = { load: () => store.recall('jwks'), save: (value: object) => store.keep('jwks', value) };
    this.keys = serviceKeys(keys, keyStore, log);
    const { ring } = this.keys;
    this.#local = new LocalRevocations(logouts, kept, log);
    this.revoked = new FollowedRevocations(set, this.#local);
    this.sessions = new SessionWatch(this.revoked, log);
    this.streams = new SessionStreams({ watch: this.sessions });
    this.tokens = new TokenVerifier(ring, { issuer, audience, tokenTtl });
    this.#requests = new RequestVerifier({
      tokens: this.tokens,
      pages: options.pages,
      binding: new CookieBinding(false),
      revoked: this.revoked,
      watch: this.sessions,
      sessionAbsolute,
      authenticate: (text) => this.#authenticate(text),
    });
    const { onDeleted } = options;
    this.deletions = onDeleted && new DeletionQueue({ store: deletions, remove: onDeleted, ...(log && { log }) });
    const listeners = {
      onSessions: (sids: readonly string[]) => this.#local.forget(sids),
      onDeletions: this.deletions && (() => this.deletions?.wake()),
    };
    this.#follower = new FeedFollower({
      client: new FeedClient(new URL(FEED_PATH, bank.url)),
      verifier: new FeedVerifier(ring, issuer),
      set,
      copy: new FeedCopy(feed, set, listeners, log),
      bank,
      observer: { ...UNOBSERVED, followed: (fault) => (this.#feedFault = fault) },
      ...(log && { log }),
    });
    const signer = new DeliverySigner(ring, { service: audience, issuer, keyFile: options.serviceKeyFile });
    this.logouts = new LogoutQueue({
      store: logouts,
      bank: new BankLogoutClient(bank, signer),
      revoked: this.#local,
      signer,
      ...(log && { log }),
    });
  }

  /** Begins to follow the bank. Waits for the store, never for the bank; until the bank answered, routes that write are stale. */
  async start(): Promise<void> {
    this.logouts.start();
    this.deletions?.start();
    await Promise.all([this.keys.start(), this.#local.start(), this.#follower.start()]);
  }

  async stop(): Promise<void> {
    this.keys.stop();
    this.streams.close();
    this.sessions.close();
    await Promise.all([this.logouts.stop(), this.deletions?.stop(), this.#local.stop(), this.#follower.stop()]);
  }

  /** Why the feed is not followed; undefined while it is. */
  get feedFault(): string | undefined {
    return this.#feedFault;
  }

  /**
   * Who a request speaks for: its bearer token's caller (RFC 6750), or its cookie's.
   * Without a promise if its token was seen before.
   * @throws TokenError with the status, the headers and the code of the answer; also as a rejection
   */
  verify(request: VerifiableRequest, route: RouteAccess): VerifiedRequest | Promise<VerifiedRequest> {
    return this.#requests.verify(request, route);
  }

  /**
   * Ends the session of a caller: here at once, at the other services as soon as the bank knows, which may be away now.
   * @param everywhere all other sessions of the person too
   * @param cause the request that asks, whose trace the word to the bank continues
   */
  async logout(
    { claims, text }: { claims: AccessTokenClaims; text: string },
    everywhere = false,
    cause?: Trace,
  ): Promise<void> {
    await this.logouts.end(claims, text, { everywhere, cause });
  }

  // Of a token that is not remembered.
  #authenticate(text: string): AccessTokenClaims {
    if (this.keys.ring.isEmpty) throw keysUnavailable();
    try {
      const claims = this.tokens.authenticate(text);
      this.heard.accepted();
      return claims;
    } catch (error) {
      if (error instanceof TokenError) this.heard.refused(error.reason);
      throw error;
    }
  }
}

const UNOBSERVED = { polled: ignore, refused: ignore, arrived: ignore };

function ignore(): void {}
