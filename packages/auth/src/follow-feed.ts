import { Logger, type Provider, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CONFIG, Database, Metrics, Readiness } from '@latchkey/service';
import {
  DeletionQueue,
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
import type { AccountRemoval } from './deletions/account-removal.js';
import { removalCounter, reportDeletions } from './deletions/deletion-metrics.js';
import { DeletionsRepository } from './deletions/deletions.repository.js';
import { LifecycleJob } from './lifecycle/lifecycle.job.js';
import { FeedMetrics } from './revocations/feed-metrics.js';
import { FeedRepository } from './revocations/feed.repository.js';

const FOLLOWING = Symbol('following');
const REMOVING = Symbol('removing');

/**
 * Everything by which a service that only verifies follows the bank's revocations.
 * @param onDeleted the class that removes what the service keeps of a person
 */
export const followFeed = (onDeleted: Type<AccountRemoval> | undefined): Provider[] => [
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
    inject: [
      CONFIG,
      KeyRing,
      RevocationSet,
      LocalRevocations,
      Database,
      Metrics,
      Readiness,
      { token: DeletionQueue, optional: true },
    ],
    useFactory: followerOf,
  },
  { provide: FOLLOWING, inject: [FeedFollower], useFactory: (follower: FeedFollower) => new LifecycleJob(follower) },
  ...(onDeleted === undefined ? [] : removing(onDeleted)),
];

const removing = (onDeleted: Type<AccountRemoval>): Provider[] => [
  {
    provide: DeletionQueue,
    inject: [Database, Metrics, Readiness, ModuleRef],
    useFactory: (database: Database, metrics: Metrics, readiness: Readiness, modules: ModuleRef) => {
      const queue = new DeletionQueue({
        store: new DeletionsRepository(database),
        // Asked for when it is needed: a feature's module may be made later than this one.
        remove: (sub) => modules.get(onDeleted, { strict: false }).remove(sub),
        onOutcome: removalCounter(metrics),
        log: new Logger('deletions'),
      });
      reportDeletions(queue, readiness, metrics);
      return queue;
    },
  },
  {
    provide: REMOVING,
    inject: [DeletionQueue, ModuleRef],
    useFactory: (queue: DeletionQueue, modules: ModuleRef) =>
      new LifecycleJob({
        start: () => {
          // A class that no module provides is found at boot, not when the first account is deleted.
          modules.get(onDeleted, { strict: false });
          queue.start();
        },
        stop: () => queue.stop(),
      }),
  },
];

function followerOf(
  config: AuthConfig,
  ring: KeyRing,
  set: RevocationSet,
  local: LocalRevocations,
  database: Database,
  metrics: Metrics,
  readiness: Readiness,
  deletions: DeletionQueue | undefined,
): FeedFollower {
  const issuer = issuerOf(config);
  const log = new Logger('revocations');
  const store = new FeedRepository(database, issuer, revocationSeconds(config.TOKEN_TTL));
  const listeners = {
    onSessions: (sids: readonly string[]) => local.forget(sids),
    onDeletions: deletions && (() => deletions.wake()),
  };
  return new FeedFollower({
    client: new FeedClient(bankAddress(config, FEED_PATH)),
    verifier: new FeedVerifier(ring, issuer),
    set,
    copy: new FeedCopy(store, set, listeners, log),
    bank: bankAsked(config),
    observer: new FeedMetrics(set, metrics, readiness),
    log,
  });
}
