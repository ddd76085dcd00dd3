import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFeed1764100000002 implements MigrationInterface {
  readonly name = 'CreateFeed1764100000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE auth_feed (
        issuer text CONSTRAINT auth_feed_pkey PRIMARY KEY,
        as_of bigint NOT NULL,
        etag text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE auth_revoked_sids (
        sid uuid CONSTRAINT auth_revoked_sids_pkey PRIMARY KEY,
        learnt_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE auth_revoked_sids');
    await runner.query('DROP TABLE auth_feed');
  }
}
