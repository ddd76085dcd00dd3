import { CreateLogouts1764100000003 } from './logout/create-logouts.migration.js';
import { LocalRevocationEntity } from './logout/local-revocation.entity.js';
import { PendingLogoutEntity } from './logout/pending-logout.entity.js';

/** Entities and migrations that the package brings along; a service adds them to its own. */
export interface AuthTables {
  readonly entities: readonly Function[];
  readonly migrations: readonly Function[];
}

/** What every service keeps: which keys its replicas verify with. */
export const replicaTables: AuthTables = { entities: [], migrations: [] };

/** What a service that only verifies keeps as well: the last feed, its own logouts, those that the bank is to be told. */
export const verifierTables: AuthTables = {
  entities: [LocalRevocationEntity, PendingLogoutEntity],
  migrations: [CreateLogouts1764100000003],
};
