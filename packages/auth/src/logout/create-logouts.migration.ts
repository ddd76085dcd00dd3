import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLogouts1764100000003 implements MigrationInterface {
  readonly name = 'CreateLogouts1764100000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE auth_local_revocations (
        sid uuid CONSTRAINT auth_local_revocations_pkey PRIMARY KEY,
        revoked_at timestamptz NOT NULL,
        kept_until timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE auth_pending_logouts (
        sid uuid CONSTRAINT auth_pending_logouts_pkey PRIMARY KEY,
        token text NOT NULL,
        everywhere boolean NOT NULL,
        tries integer NOT NULL,
        next_try_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX auth_pending_logouts_next_try_at_idx ON auth_pending_logouts (next_try_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE auth_pending_logouts');
    await runner.query('DROP TABLE auth_local_revocations');
  }
}
