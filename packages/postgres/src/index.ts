export { startEmbeddedPostgres, stopEmbeddedPostgres } from './start.js';
export type { EmbeddedPostgresOptions } from './start.js';
export type { EmbeddedPostgres } from './open-server.js';
export { startBackup, startStandby, takeBackup } from './standby.js';
export type { Origin, Standby } from './standby.js';
export { EmbeddedPostgresError } from './embedded-postgres.errors.js';
export type { EmbeddedPostgresCode } from './embedded-postgres.errors.js';
