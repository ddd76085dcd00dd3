import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsers1764000000001 implements MigrationInterface {
  readonly name = 'CreateUsers1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_pkey PRIMARY KEY,
        username varchar(64) NOT NULL CONSTRAINT users_username_format CHECK (username ~ '^[a-z0-9._-]{3,64}$'),
        password_hash varchar(60) NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX users_username_key ON users (lower(username))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE users');
  }
}
