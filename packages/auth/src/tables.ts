import { CreateReplicas1764100000001 } from './replicas/create-replicas.migration.js';
import { AddTokenVersions1764100000005 } from './replicas/add-token-versions.migration.js';
import { ReplicaEntity } from './replicas/replica.entity.js';
import { AddDeliveryProof1764100000004 } from './logout/add-delivery-proof.migration.js';
import { CreateLogouts1764100000003 } from './logout/create-logouts.migration.js';
import { LocalRevocationEntity } from './logout/local-revocation.entity.js';
import { PendingLogoutEntity } from './logout/pending-logout.entity.js';
import { PendingDeletionEntity } from './deletions/pending-deletion.entity.js';
import { AddRightsAndDeletions1764100000006 } from './revocations/add-rights-and-deletions.migration.js';
import { ChangedRightsEntity } from './revocations/changed-rights.entity.js';
import { CreateFeed1764100000002 } from './revocations/create-feed.migration.js';
import { CreateKnownServices1790000000002 } from './services/create-known-services.migration.js';
import { KnownServicesEntity } from './services/known-services.entity.js';
import { FeedEntity } from './revocations/feed.entity.js';
import { RevokedSidEntity } from './revocations/revoked-sid.entity.js';

/** Entities and migrations that the package brings along; a service adds them to its own. */
export interface AuthTables {
  readonly entities: readonly Function[];
  readonly migrations: readonly Function[];
}

/** What every service keeps: what its replicas verify with. */
export const replicaTables: AuthTables = {
  entities: [ReplicaEntity],
  migrations: [CreateReplicas1764100000001, AddTokenVersions1764100000005],
};

/**
 * What a service that only verifies keeps as well: the last feed, deleted accounts whose data it is still to remove, its own
 * logouts, those that the bank is to be told, and the list of services.
 */
export const verifierTables: AuthTables = {
  entities: [
    FeedEntity,
    RevokedSidEntity,
    ChangedRightsEntity,
    PendingDeletionEntity,
    LocalRevocationEntity,
    PendingLogoutEntity,
    KnownServicesEntity,
  ],
  migrations: [
    CreateFeed1764100000002,
    CreateLogouts1764100000003,
    AddDeliveryProof1764100000004,
    AddRightsAndDeletions1764100000006,
    CreateKnownServices1790000000002,
  ],
};
