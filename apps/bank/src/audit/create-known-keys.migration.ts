import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKnownKeys1764000000008 implements MigrationInterface {
  readonly name = 'CreateKnownKeys1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_keys (
        kid varchar(64) CONSTRAINT known_keys_pkey PRIMARY KEY,
        signs boolean NOT NULL DEFAULT false,
        withdrawn_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_keys');
  }
}
