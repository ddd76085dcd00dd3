/** Entities and migrations that the package brings along; a service adds them to its own. */
export interface AuthTables {
  readonly entities: readonly Function[];
  readonly migrations: readonly Function[];
}

/** What every service keeps: which keys its replicas verify with. */
export const replicaTables: AuthTables = { entities: [], migrations: [] };

/** What a service that only verifies keeps as well: the last feed, its own logouts, those that the bank is to be told. */
export const verifierTables: AuthTables = { entities: [], migrations: [] };
