import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessions1764000000002 implements MigrationInterface {
  readonly name = 'CreateSessions1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id uuid CONSTRAINT sessions_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        address varchar(45) NOT NULL,
        user_agent varchar(256) NOT NULL,
        ended_at timestamptz,
        end_reason varchar(32),
        CONSTRAINT sessions_end CHECK ((ended_at IS NULL) = (end_reason IS NULL))
      )`);
    await runner.query('CREATE INDEX sessions_user_id_idx ON sessions (user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sessions');
  }
}
