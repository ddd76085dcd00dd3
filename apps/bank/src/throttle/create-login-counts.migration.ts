import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLoginCounts1764000000021 implements MigrationInterface {
  readonly name = 'CreateLoginCounts1764000000021';

  async up(runner: QueryRunner): Promise<void> {
    // The replicas of the release before go on with throttle_counts, which registrations still use.
    await runner.query(`
      CREATE TABLE login_counts (
        key varchar(160) CONSTRAINT login_counts_pkey PRIMARY KEY,
        counted bigint NOT NULL,
        forgiven bigint NOT NULL DEFAULT 0,
        last_at timestamptz NOT NULL,
        expires_at timestamptz
      )`);
    await runner.query('CREATE INDEX login_counts_expires_at_idx ON login_counts (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_counts');
  }
}
