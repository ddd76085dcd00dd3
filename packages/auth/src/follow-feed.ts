import { Logger, type Provider } from '@nestjs/common';
import { CONFIG, Database, Metrics, Readiness } from '@latchkey/service';
import {
  FEED_PATH,
  FeedClient,
  FeedCopy,
  FeedFollower,
  FeedVerifier,
  FollowedRevocations,
  KeyRing,
  LocalRevocations,
  revocationSeconds,
  RevocationSet,
  RevokedSessions,
} from '@latchkey/verifier';
import { issuerOf, type AuthConfig } from './config/auth.config.js';
import { bankAddress, bankAsked } from './config/bank-address.js';
import { LifecycleJob } from './lifecycle/lifecycle.job.js';
import { FeedMetrics } from './revocations/feed-metrics.js';
import { FeedRepository } from './revocations/feed.repository.js';

const FOLLOWING = Symbol('following');

/** Everything by which a service that only verifies follows the bank's revocations. */
export const followFeed: Provider[] = [
  {
    provide: RevocationSet,
    inject: [CONFIG],
    useFactory: (config: AuthConfig) => new RevocationSet(revocationSeconds(config.TOKEN_TTL)),
  },
  {
    provide: RevokedSessions,
    inject: [RevocationSet, LocalRevocations],
    useFactory: (set: RevocationSet, local: LocalRevocations) => new FollowedRevocations(set, local),
  },
  {
    provide: FeedFollower,
    inject: [CONFIG, KeyRing, RevocationSet, LocalRevocations, Database, Metrics, Readiness],
    useFactory: followerOf,
  },
  { provide: FOLLOWING, inject: [FeedFollower], useFactory: (follower: FeedFollower) => new LifecycleJob(follower) },
];

function followerOf(
  config: AuthConfig,
  ring: KeyRing,
  set: RevocationSet,
  local: LocalRevocations,
  database: Database,
  metrics: Metrics,
  readiness: Readiness,
): FeedFollower {
  const issuer = issuerOf(config);
  const log = new Logger('revocations');
  const store = new FeedRepository(database, issuer, revocationSeconds(config.TOKEN_TTL));
  return new FeedFollower({
    client: new FeedClient(bankAddress(config, FEED_PATH)),
    verifier: new FeedVerifier(ring, issuer),
    set,
    copy: new FeedCopy(store, set, (sids) => local.forget(sids), log),
    bank: bankAsked(config),
    observer: new FeedMetrics(set, metrics, readiness),
    log,
  });
}
