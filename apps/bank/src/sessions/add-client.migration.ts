import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For which service a person logged in. Replicas of the release before do not name one: there it was the bank. */
export class AddClient1764000004003 implements MigrationInterface {
  readonly name = 'AddClient1764000004003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE sessions ADD COLUMN client_id varchar(32) NOT NULL DEFAULT 'bank'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN client_id');
  }
}
