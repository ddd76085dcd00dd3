import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddUserDisabling1764000000005 implements MigrationInterface {
  readonly name = 'AddUserDisabling1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    // The version counts changes by the person; a hash alone also changes when the cost does.
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN disabled_at timestamptz,
        ADD COLUMN password_version integer NOT NULL DEFAULT 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN disabled_at, DROP COLUMN password_version');
  }
}
