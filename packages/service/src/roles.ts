// For the programs that make a service's database; a running service needs none of it.
export { parseDatabaseUrl } from './config/database-url.js';
export { DatabaseClient } from './database/database-client.js';
export { prepareRoles, withClient } from './database/database-roles.js';
export type { DatabaseRoles, Login } from './database/database-roles.js';
