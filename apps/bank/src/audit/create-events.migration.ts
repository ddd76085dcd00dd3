import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEvents1764000000006 implements MigrationInterface {
  readonly name = 'CreateEvents1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    // No foreign keys: what happened stays true, whatever becomes of those it happened to.
    await runner.query(`
      CREATE TABLE events (
        id uuid CONSTRAINT events_pkey PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        kind varchar(32) NOT NULL,
        user_id uuid,
        session_id uuid,
        address varchar(45),
        user_agent varchar(256),
        request_id varchar(64),
        detail jsonb NOT NULL DEFAULT '{}'
      )`);
    await runner.query('CREATE INDEX events_user_id_at_idx ON events (user_id, at, id)');
    // Insert and read only. The service owns the table and could grant itself the rest again: then the trigger refuses.
    await runner.query('REVOKE UPDATE, DELETE, TRUNCATE ON events FROM CURRENT_USER');
    await runner.query(`
      CREATE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'events are neither changed nor removed' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER events_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE events');
    await runner.query('DROP FUNCTION events_are_kept');
  }
}
