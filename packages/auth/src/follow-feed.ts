import type { Provider } from '@nestjs/common';
import { CONFIG, Database, Metrics, Readiness } from '@latchkey/service';
import { issuerOf, type AuthConfig } from './config/auth.config.js';
import { bankAddress, bankAsked } from './config/bank-address.js';
import { KeyRing, revocationSeconds, FeedVerifier, KnownRevocations, RevokedSessions } from '@latchkey/verifier';
import { LocalRevocations } from './logout/local-revocations.js';
import { FEED_PATH, FeedClient } from './revocations/feed.client.js';
import { FeedCopy } from './revocations/feed.copy.js';
import { FeedJob } from './revocations/feed.job.js';
import { FollowedRevocations } from './revocations/followed-revocations.js';
import { FeedMetrics } from './revocations/feed-metrics.js';
import { FeedRepository } from './revocations/feed.repository.js';

/** Everything by which a service that only verifies follows the bank's revocations. */
export const followFeed: Provider[] = [
  {
    provide: KnownRevocations,
    inject: [CONFIG],
    useFactory: (config: AuthConfig) => new KnownRevocations(revocationSeconds(config.TOKEN_TTL)),
  },
  {
    provide: RevokedSessions,
    inject: [KnownRevocations, LocalRevocations],
    useFactory: (known: KnownRevocations, local: LocalRevocations) => new FollowedRevocations(known, local),
  },
  {
    provide: FeedJob,
    inject: [CONFIG, KeyRing, KnownRevocations, LocalRevocations, Database, Metrics, Readiness],
    useFactory: jobOf,
  },
];

function jobOf(
  config: AuthConfig,
  ring: KeyRing,
  known: KnownRevocations,
  local: LocalRevocations,
  database: Database,
  metrics: Metrics,
  readiness: Readiness,
): FeedJob {
  const issuer = issuerOf(config);
  const repository = new FeedRepository(database, issuer, revocationSeconds(config.TOKEN_TTL));
  return new FeedJob(
    new FeedClient(bankAddress(config, FEED_PATH)),
    new FeedVerifier(ring, issuer),
    known,
    new FeedCopy(repository, known, (sids) => local.forget(sids)),
    new FeedMetrics(known, metrics, readiness),
    bankAsked(config),
  );
}
