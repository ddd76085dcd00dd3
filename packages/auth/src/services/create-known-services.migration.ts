import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKnownServices1790000000002 implements MigrationInterface {
  readonly name = 'CreateKnownServices1790000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_services (
        issuer text CONSTRAINT known_services_pkey PRIMARY KEY,
        services jsonb NOT NULL,
        fetched_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_services');
  }
}
