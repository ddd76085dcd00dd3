import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles of people, and a version of their rights that tokens name; a change wakes every replica of the bank. */
export class CreateUserRoles1764000004001 implements MigrationInterface {
  readonly name = 'CreateUserRoles1764000004001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_roles (
        user_id uuid CONSTRAINT user_roles_user_id_fkey REFERENCES users,
        role varchar(32) CONSTRAINT user_roles_role_format CHECK (role ~ '^[a-z][a-z0-9-]{0,31}$'),
        granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role)
      )`);
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN rights_version integer NOT NULL DEFAULT 0,
        ADD COLUMN rights_changed_at timestamptz`);
    await runner.query(
      'CREATE INDEX users_rights_changed_at_idx ON users (rights_changed_at) WHERE rights_changed_at IS NOT NULL',
    );
    await runner.query(`
      CREATE TRIGGER users_rights_changed AFTER UPDATE OF rights_changed_at ON users
      FOR EACH STATEMENT EXECUTE FUNCTION notify_ended_sessions()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER users_rights_changed ON users');
    await runner.query('DROP INDEX users_rights_changed_at_idx');
    await runner.query('ALTER TABLE users DROP COLUMN rights_changed_at, DROP COLUMN rights_version');
    await runner.query('DROP TABLE user_roles');
  }
}
