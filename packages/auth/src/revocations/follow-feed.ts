import type { Provider } from '@nestjs/common';
import { CONFIG, Database, Metrics, Readiness } from '@latchkey/service';
import { issuerOf, type AuthConfig } from '../config/auth.config.js';
import { bankAddress, bankAsked } from '../config/bank-address.js';
import { KeyRing } from '../keys/key-ring.js';
import { LocalRevocations } from '../logout/local-revocations.js';
import { FEED_PATH, FeedClient } from './feed.client.js';
import { FeedCopy } from './feed.copy.js';
import { FeedJob } from './feed.job.js';
import { FeedMetrics } from './feed.metrics.js';
import { FeedRepository } from './feed.repository.js';
import { revocationSeconds } from './feed.rules.js';
import { FeedVerifier } from './feed.verifier.js';
import { FollowedRevocations } from './followed-revocations.js';
import { KnownRevocations } from './known-revocations.js';
import { RevokedSessions } from './revoked-sessions.js';

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
