import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changed rights and deleted accounts, next to the sessions that are over. Replicas of the release before go on writing how
 * far they followed the sessions, and leave the rest as it is.
 */
export class AddRightsAndDeletions1764100000006 implements MigrationInterface {
  readonly name = 'AddRightsAndDeletions1764100000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE auth_feed
        ADD COLUMN rights_as_of bigint NOT NULL DEFAULT 0,
        ADD COLUMN deleted_to bigint NOT NULL DEFAULT 0`);
    await runner.query(`
      CREATE TABLE auth_changed_rights (
        sub uuid CONSTRAINT auth_changed_rights_pkey PRIMARY KEY,
        rv bigint NOT NULL,
        learnt_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE auth_pending_deletions (
        sub uuid CONSTRAINT auth_pending_deletions_pkey PRIMARY KEY,
        tries integer NOT NULL DEFAULT 0,
        next_try_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX auth_pending_deletions_next_try_at_idx ON auth_pending_deletions (next_try_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE auth_pending_deletions');
    await runner.query('DROP TABLE auth_changed_rights');
    await runner.query('ALTER TABLE auth_feed DROP COLUMN deleted_to, DROP COLUMN rights_as_of');
  }
}
