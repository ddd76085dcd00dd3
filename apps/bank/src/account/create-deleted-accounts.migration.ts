import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that are to be deleted, and those that were: services hear of these in the order of the cursor. */
export class CreateDeletedAccounts1764000004004 implements MigrationInterface {
  readonly name = 'CreateDeletedAccounts1764000004004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN deletion_requested_at timestamptz');
    await runner.query(
      'CREATE INDEX users_deletion_requested_at_idx ON users (deletion_requested_at) WHERE deletion_requested_at IS NOT NULL',
    );
    await runner.query(`
      CREATE TABLE deleted_accounts (
        cursor bigint CONSTRAINT deleted_accounts_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT deleted_accounts_user_id_key UNIQUE,
        deleted_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query('CREATE INDEX deleted_accounts_deleted_at_idx ON deleted_accounts (deleted_at)');
    await runner.query(`
      CREATE TRIGGER accounts_deleted AFTER INSERT ON deleted_accounts
      FOR EACH STATEMENT EXECUTE FUNCTION notify_ended_sessions()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE deleted_accounts');
    await runner.query('DROP INDEX users_deletion_requested_at_idx');
    await runner.query('ALTER TABLE users DROP COLUMN deletion_requested_at');
  }
}
