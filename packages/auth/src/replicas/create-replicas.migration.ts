import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReplicas1764100000001 implements MigrationInterface {
  readonly name = 'CreateReplicas1764100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE auth_replicas (
        instance text CONSTRAINT auth_replicas_pkey PRIMARY KEY,
        thumbprints text[] NOT NULL,
        signing text,
        fault text,
        feed_age double precision,
        seen_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE auth_replicas');
  }
}
